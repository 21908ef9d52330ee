"""Draw the README's figure from the tables in data/processed: `make figure`."""

from pathlib import Path

from helpers import network, plots
from helpers.settings import PROJECT, output_folders
from helpers.storage import read_table


def main(target: Path) -> None:
    """Write the network of the strongest ties to `target`."""
    processed, _ = output_folders(None)
    articles, entities, edges = (read_table(processed, name) for name in ("articles", "entities", "edges"))
    strong, min_reports = network.strongest_part(network.build_graph(entities, edges), max_nodes=60)
    line = plots.figure_line(articles, unit="independent reports", threshold=f"ties in at least {min_reports} reports")
    ax = plots.plot_network(strong, subtitle=line)
    ax.figure.savefig(target, dpi=110, metadata={"Software": None})


if __name__ == "__main__":
    main(PROJECT / "docs" / "network.png")

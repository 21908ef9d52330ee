"""Draw the README's figure from the tables in data/processed: `make figure`."""

from pathlib import Path

from helpers import network, plots
from helpers.settings import PROJECT, output_folders
from helpers.storage import read_table


def main(target: Path) -> None:
    """Write the network of the strongest ties to `target`."""
    processed, _ = output_folders(None)
    articles, entities, edges = (read_table(processed, name) for name in ("articles", "entities", "edges"))
    strong = network.filter_graph(network.build_graph(entities, edges), min_reports=4)
    line = plots.figure_line(articles, unit="independent reports", threshold="ties in at least 4 reports")
    ax = plots.plot_network(strong, subtitle=line)
    ax.figure.savefig(target, dpi=110, metadata={"Software": None})


if __name__ == "__main__":
    main(PROJECT / "docs" / "network.png")

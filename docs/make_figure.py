"""Draw the README's figure from the tables in data/processed: `make figure`."""

from pathlib import Path

from helpers import network, plots
from helpers.settings import PROJECT, output_folders
from helpers.storage import read_table


def main(target: Path) -> None:
    """Write the network of the strongest ties to `target`."""
    processed, _ = output_folders(None)
    articles, entities, edges = (read_table(processed, name) for name in ("articles", "entities", "edges"))
    beyond_chance = network.build_graph(entities, network.significant(edges).edges)
    strong, min_reports = network.strongest_part(beyond_chance, max_nodes=60)
    threshold = f"ties in at least {min_reports} reports" if min_reports > 1 else "all ties beyond chance"
    line = plots.figure_line(articles, unit="independent reports", threshold=threshold)
    title = f"{strong.number_of_edges():,} ties beyond chance among {len(strong):,} people, countries and weapons"
    ax = plots.plot_network(strong, title=title, subtitle=line, n_labels=36)
    ax.figure.savefig(target, dpi=110, metadata={"Software": None})


if __name__ == "__main__":
    main(PROJECT / "docs" / "network.png")

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from boxes import line_below, overlapping, seen, sentence
from matplotlib.collections import LineCollection, PathCollection

from helpers.plots import alt_text, layout, periods_table, plot_periods
from helpers.plots.labelling import LABEL_GID


@pytest.fixture
def graphs(graph):
    """In 2023 two ties of six, in 2024 all of them, in 2025 none."""
    early, late = graph.copy(), graph.copy()
    early.remove_edges_from([edge for edge in graph.edges if set(edge) not in ({"RU", "UA"}, {"UA", "patriot"})])
    late.remove_edges_from(list(graph.edges))
    return {"2023": early, "2024": graph, "2025": late}


def test_the_table_has_every_node_in_every_period_at_one_place(graphs):
    nodes, ties = periods_table(graphs)
    assert nodes.groupby("entity_id").size().eq(3).all()
    assert nodes.groupby("entity_id")[["x", "y"]].nunique().eq(1).all().all()
    assert ties.groupby("period").size().to_dict() == {"2023": 2, "2024": 6}
    ukraine = nodes[nodes["entity_id"] == "UA"].set_index("period")
    assert ukraine["strength"].to_dict() == {"2023": 12, "2024": 14, "2025": 0}
    assert ukraine["n_ties"].to_dict() == {"2023": 2, "2024": 3, "2025": 0}


def test_a_node_that_a_period_lacks_has_no_articles_there(graph):
    nodes, _ = periods_table({"a": graph, "b": graph.subgraph(["UA", "RU"])})
    assert nodes[(nodes["period"] == "b") & (nodes["entity_id"] == "patriot")]["n_articles"].tolist() == [0]


def test_only_the_strongest_over_all_periods():
    weights = [("a", "b", 3), ("a", "b", 3), ("c", "d", 4)]
    graphs = {str(i): nx.Graph([(one, two, {"weight": w})]) for i, (one, two, w) in enumerate(weights)}
    nodes, _ = periods_table(graphs, max_nodes=2)
    assert set(nodes["entity_id"]) == {"a", "b"}  # 3 twice is more than 4 once


def test_one_area_is_as_many_articles_in_every_panel(graph):
    small = graph.copy()
    for _, data in small.nodes(data=True):
        data["n_articles"] /= 2
    areas = [max(_areas(panel)) for panel in plot_periods({"small": small, "large": graph}).child_axes]
    assert areas[0] * 2 == pytest.approx(areas[1])


def _areas(panel):
    return [area for marks in panel.collections if isinstance(marks, PathCollection) for area in marks.get_sizes()]


def test_positions_are_taken_as_they_are(graphs, graph):
    positions = layout(graph).assign(x=lambda p: p["x"] + 50)
    nodes, _ = periods_table(graphs, positions=positions)
    here = nodes[nodes["period"] == "2024"].reset_index(drop=True)
    assert here[["entity_id", "x", "y"]].equals(positions)


def test_a_node_without_a_position_is_named(graphs, graph):
    with pytest.raises(ValueError, match="positions lack 'patriot'"):
        plot_periods(graphs, positions=layout(graph).query("entity_id != 'patriot'"))


def test_one_panel_a_period_with_the_same_limits_and_widths(graphs):
    ax = plot_periods(graphs)
    panels = ax.child_axes
    assert [panel.get_title(loc="left") for panel in panels] == ["2023 · 2 ties", "2024 · 6 ties", "2025 · 0 ties"]
    assert len({(panel.get_xlim(), panel.get_ylim()) for panel in panels}) == 1
    widths = [_widths(panel) for panel in panels[:2]]
    assert widths[0] == pytest.approx(widths[1][[3, 4]])  # 5 and 7 of 1, 2, 3, 5, 7, 9


def _widths(panel):
    lines = next(
        artist for artist in panel.collections if isinstance(artist, LineCollection) and len(artist.get_linewidths()) > 1
    )
    return np.asarray(lines.get_linewidths())


def test_nodes_without_a_tie_are_dots_without_a_kind(graphs):
    panel = plot_periods(graphs).child_axes[2]
    marks = [artist for artist in panel.collections if isinstance(artist, PathCollection) and len(artist.get_offsets())]
    assert [len(mark.get_offsets()) for mark in marks] == [6]


@pytest.mark.parametrize("n_periods", [1, 3])
def test_labels_of_a_panel_do_not_overlap(random_graph, n_periods):
    ax = plot_periods({str(i): random_graph(40) for i in range(n_periods)}, n_labels=8)
    for panel in ax.child_axes:
        labels = seen(panel, LABEL_GID)
        assert len(labels) >= 3
        assert overlapping(labels) == []


def test_panels_do_not_overlap_and_stay_inside(graphs):
    ax = plot_periods({**graphs, **{f"{year}": graphs["2024"] for year in range(2026, 2032)}})
    ax.figure.canvas.draw()
    boxes = [panel.get_tightbbox() for panel in ax.child_axes]
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert all(box.x0 >= 0 and box.x1 <= ax.figure.bbox.x1 and box.y0 >= 0 for box in boxes)


def test_the_last_periods_where_there_are_too_many(graphs):
    ax = plot_periods(graphs, max_periods=2)
    assert len(ax.child_axes) == 2
    assert [panel.get_title(loc="left") for panel in ax.child_axes] == ["2024 · 6 ties", "2025 · 0 ties"]
    assert "the last 2 of 3 periods" in line_below(ax)


def test_title_and_alt_text(graphs):
    ax = plot_periods(graphs)
    assert ax.get_title(loc="left") == "Most ties in 2024: 6, against 0 in 2025"
    assert "2023: 2 ties, strongest Ukraine, Patriot, Russia; 2024: 6 ties" in alt_text(ax)


@pytest.mark.parametrize("graphs", [{}, {"2024": nx.Graph()}, {"2024": nx.empty_graph(["a", "b"])}])
def test_nothing_to_show_one_sentence(graphs):
    assert sentence(plot_periods(graphs)).startswith("No ")
    nodes, ties = periods_table(graphs)
    assert (len(nodes), len(ties)) == (0, 0)


def test_the_inputs_are_not_changed(graphs):
    before = {period: nx.Graph(graph) for period, graph in graphs.items()}
    plot_periods(graphs)
    assert all(nx.utils.graphs_equal(before[period], graphs[period]) for period in graphs)


@pytest.mark.parametrize(
    ("period", "expected"), [("month", "April 2024"), ("quarter", "2024, quarter 2"), ("week", "week from 1 Apr 2024")]
)
def test_periods_by_their_first_day(graph, period, expected):
    (panel,) = plot_periods({pd.Timestamp("2024-04-01"): graph}, period=period).child_axes
    assert panel.get_title(loc="left") == f"{expected} · 6 ties"


def test_an_unknown_period_is_refused(graphs):
    with pytest.raises(ValueError, match="period is 'year'; it is one of week, month, quarter"):
        plot_periods(graphs, period="year")

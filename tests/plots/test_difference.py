from itertools import pairwise

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.collections import LineCollection
from scipy.stats import binomtest

from helpers.plots import alt_text
from helpers.plots.difference import difference_table, plot_difference


def compared(rows, *, total=(100, 200), tested=True):
    """Make a comparison from (source, target, reports in one, in two, q)."""
    table = pd.DataFrame(rows, columns=["source", "target", "n_reports_one", "n_reports_two", "q"])
    for name, whole in zip(("one", "two"), total, strict=True):
        table[f"n_articles_{name}"] = table[f"n_reports_{name}"] + 1
        table[f"total_{name}"] = whole
        table[f"share_{name}"] = table[f"n_{'reports' if tested else 'articles'}_{name}"] / whole
    untested = pd.Series("too few reports", index=table.index).where(table["q"].isna()) if tested else "not asked for"
    return table.assign(p=table["q"], untested=untested, is_home=table["target"] == "iskander", only_in=None)


@pytest.fixture
def comparison():
    rows = [
        ("UA", "patriot", 10, 60, 0.01),
        ("DE", "patriot", 30, 20, 0.4),
        ("RU", "iskander", 50, 0, 0.001),
        ("DE", "ada", 1, 1, None),
    ]
    return compared(rows)


def texts(ax):
    return [text.get_text() for text in ax.texts if text.get_gid() is None]


def test_table_by_hand(comparison, entities):
    table = difference_table(comparison, entities)
    # without the tie at home; what is more frequent in the first part on top
    assert table["label"].tolist() == ["Germany – Patriot", "Germany – Ada Bell", "Ukraine – Patriot"]
    assert table["difference"].tolist() == pytest.approx([0.2, 0.005, -0.2])
    assert table["is_beyond_chance"].tolist() == [False, False, True]
    interval = binomtest(60, 200).proportion_ci(method="wilson")
    assert table.loc[2, ["share_two_low", "share_two_high"]].tolist() == [interval.low, interval.high]
    assert difference_table(comparison, entities, n=1)["label"].tolist() == ["Ukraine – Patriot"]
    assert difference_table(comparison, entities, with_home=True)["label"].iloc[0] == "Russia – Iskander"


def test_marks_stand_at_the_shares_and_what_is_beyond_chance_is_bold(comparison, entities):
    ax = plot_difference(comparison, entities, labels=("before", "after"))
    one, two = ax.get_lines()
    assert list(one.get_xdata()) == [0.3, 0.01, 0.1]
    assert list(two.get_xdata()) == [0.1, 0.005, 0.3]
    assert one.get_markerfacecolor() != two.get_markerfacecolor()
    names = ax.get_yticklabels()
    assert [name.get_text() for name in names if name.get_fontweight() == "bold"] == ["Ukraine – Patriot"]
    bold = [lines for lines in ax.collections if isinstance(lines, LineCollection) and lines.get_linewidth()[0] > 3]
    assert [segment[:, 0].tolist() for lines in bold for segment in lines.get_segments()] == [[0.1, 0.3]]
    assert texts(ax) == ["30 : 20", "1 : 1", "10 : 60"]
    assert ax.get_ylim()[0] > ax.get_ylim()[1]


def test_words_round_the_figure(comparison, entities):
    ax = plot_difference(comparison, entities, labels=("before", "after"), n=2)
    assert ax.get_title(loc="left") == "Before and after: 1 of 2 pairs tested differs by more than chance"
    (line,) = [text.get_text() for text in ax.texts if text.get_gid() == "subtitle"]
    assert line == (
        "before: 100 reports, after: 200 reports · 2 of 3 pairs · without 1 at home (own country, own maker) · 1 not tested"
    )
    assert "Germany – Patriot (30% in before, 10% in after)" in alt_text(ax)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "before, 95 % interval",
        "after, 95 % interval",
        "differ by more than chance (q ≤ 0.05)",
        "within chance, or too rare to tell",
    ]


def test_nothing_beyond_chance_and_nothing_tested(entities):
    ax = plot_difference(compared([("UA", "patriot", 10, 20, 0.9)]), entities)
    assert ax.get_title(loc="left") == "A and B: none of 1 pairs tested differs by more than chance"
    ax = plot_difference(compared([("UA", "patriot", 10, 20, None)], tested=False), entities)
    assert ax.get_title(loc="left") == "A and B: no pair could be tested"
    assert texts(ax) == ["11 : 21"]
    assert difference_table(compared([("UA", "patriot", 10, 20, None)], tested=False), entities)["share_one_low"].isna().all()
    assert ax.get_xlabel().startswith("share of all articles")


def test_nothing_at_all_is_a_sentence(comparison, entities):
    ax = plot_difference(comparison.head(0), entities, labels=("A", "B"))
    assert texts(ax) == ["Nothing to compare: no pair is named in A or B."]


def test_entities_by_name(entities):
    nodes = compared([("UA", "patriot", 10, 60, 0.01)]).drop(columns=["source", "target", "is_home"]).assign(entity_id="UA")
    ax = plot_difference(nodes, entities)
    assert [name.get_text() for name in ax.get_yticklabels()] == ["Ukraine"]
    assert ax.get_title(loc="left") == "A and B: 1 of 1 entities tested differs by more than chance"


def test_hostile_and_long_names_stay_text_inside_the_figure(comparison, entities):
    named = entities.assign(name=["$\\frac{$", "R\nussia", "x" * 300, "<script>", "_", "y" * 300])
    ax = plot_difference(comparison, named, labels=("_$x^$", "z" * 200))
    ax.figure.canvas.draw()
    assert "$\\frac{$ – <script>" in [name.get_text() for name in ax.get_yticklabels()]
    assert ax.get_legend().get_texts()[0].get_text().endswith("_$x^$, 95 % interval")
    width = ax.figure.bbox.width
    for text in [*ax.get_yticklabels(), *ax.get_legend().get_texts(), *ax.texts]:
        box = text.get_window_extent()
        assert box.x0 >= -1
        assert box.x1 <= width + 1


def test_names_do_not_overlap(entities):
    rows = [(f"e{i:02}", "patriot", i, 40 - i, None) for i in range(40)]
    many = pd.concat([entities, pd.DataFrame([{"entity_id": f"e{i:02}", "name": f"Name {i}"} for i in range(40)])])
    ax = plot_difference(compared(rows), many, n=40)
    ax.figure.canvas.draw()
    boxes = [name.get_window_extent() for name in ax.get_yticklabels()]
    assert not any(one.overlaps(other) for one, other in pairwise(boxes))


def test_given_axes_are_used(comparison, entities):
    _, ax = plt.subplots()
    assert plot_difference(comparison, entities, ax=ax) is ax

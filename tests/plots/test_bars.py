import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.container import BarContainer

from helpers.plots import alt_text, plot_ranked_entities, plot_ranked_ties, ranked_entities_table, ranked_ties_table


def _names(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def _bars(ax):
    return next(container for container in ax.containers if isinstance(container, BarContainer))


def test_ties_come_strongest_first_without_those_at_home(edges, entities):
    table = ranked_ties_table(edges, entities, n=2)
    assert table[["source_name", "target_name", "weight"]].to_numpy().tolist() == [
        ["Ukraine", "Patriot", 7],
        ["Russia", "Ukraine", 5],
    ]
    assert table[["source_kind", "target_kind"]].to_numpy().tolist() == [["country", "weapon"], ["country", "country"]]


def test_ties_at_home_come_on_request_in_a_paler_bar(edges, entities):
    ax = plot_ranked_ties(edges, entities, with_home=True)
    assert _names(ax)[0] == "Russia – Iskander"
    colours = [to_hex(bar.get_facecolor()) for bar in ax.patches]
    assert colours[0] not in colours[1:]
    assert "at home (own country, own maker)" in [text.get_text() for text in ax.get_legend().get_texts()]


def test_bars_are_as_long_as_the_ties_are_strong(edges, entities):
    ax = plot_ranked_ties(edges, entities)
    assert [bar.get_width() for bar in ax.patches] == [7, 5, 3, 2, 1]
    assert ax.get_ylim()[0] > ax.get_ylim()[1]  # the first on top
    assert [text.get_text() for text in ax.texts if text.get_gid() is None] == ["7", "5", "3", "2", "1"]


def test_the_line_below_the_title_counts_what_is_left_out(edges, entities):
    ax = plot_ranked_ties(edges, entities, n=2)
    (line,) = [text.get_text() for text in ax.texts if text.get_gid() == "subtitle"]
    assert line == "the first 2 of 5 ties · without 1 at home (own country, own maker)"


def test_the_finding_of_the_ties(edges, entities):
    ax = plot_ranked_ties(edges, entities)
    assert ax.get_title(loc="left") == "Ukraine and Patriot are named together most often"
    assert "First: Ukraine – Patriot (7)" in alt_text(ax)


def test_ties_of_one_strength_share_the_title(edges, entities):
    ax = plot_ranked_ties(edges.assign(weight=1.0), entities)
    assert ax.get_title(loc="left") == "Who and what are named together most often"


def test_entities_by_articles_and_by_kind(entities):
    assert ranked_entities_table(entities, n=2)["name"].tolist() == ["Ukraine", "Russia"]
    assert ranked_entities_table(entities, kind="weapon")["name"].tolist() == ["Patriot", "Iskander"]


def test_bars_of_entities_have_the_colour_of_their_kind(entities):
    ax = plot_ranked_entities(entities)
    assert [to_hex(bar.get_facecolor()) for bar in ax.patches][:3] == ["#009e73", "#009e73", "#d55e00"]
    assert ax.get_title(loc="left") == "Ukraine is named most: 20 articles"


@pytest.fixture
def tested(edges) -> pd.DataFrame:
    """The five ties away from home with an interval, and what their tests said; the weakest had too few reports."""
    q = [0.01, 0.2, 0.001, 0.05, 0.9, None]
    return edges.assign(weight_low=edges["weight"] - 0.5, weight_high=edges["weight"] + 1, q=q)


def test_a_line_spans_the_interval_and_the_numbers_name_it(tested, entities):
    ax = plot_ranked_ties(tested, entities)
    (lines,) = _bars(ax).errorbar[2]
    assert [segment[:, 0].tolist() for segment in lines.get_segments()] == [[6.5, 8], [4.5, 6], [2.5, 4], [1.5, 3], [0.5, 2]]
    assert [text.get_text() for text in ax.texts if text.get_gid() is None][:2] == ["7 (6.5–8)", "5 (4.5–6)"]
    (line,) = [text.get_text() for text in ax.texts if text.get_gid() == "subtitle"]
    assert line.endswith("lines and brackets: 95 % interval")


def test_bars_say_what_the_test_said(tested, entities):
    ax = plot_ranked_ties(tested, entities)
    looks = [(to_hex(bar.get_facecolor()) == "#ffffff", bar.get_hatch()) for bar in ax.patches]
    full, hollow, hatched = (False, None), (True, None), (True, "////")
    assert looks == [full, hollow, hollow, full, hatched]
    words = [text.get_text() for text in ax.get_legend().get_texts()]
    assert words[-3:] == ["more often than by chance (q ≤ 0.05)", "may be chance (q > 0.05)", "not tested"]
    assert "At q ≤ 0.05: 2 more often than by chance, 2 may be chance, 1 not tested." in alt_text(ax)


@pytest.mark.parametrize("change", [{"q": None}, {"q": 0.3}])
def test_another_level_or_none(tested, entities, change):
    looks = [to_hex(bar.get_facecolor()) == "#ffffff" for bar in plot_ranked_ties(tested, entities, **change).patches]
    assert looks == ([False] * 5 if change["q"] is None else [False, True, False, False, True])


def test_where_nothing_was_tested_bars_are_full(tested, entities):
    ax = plot_ranked_ties(tested.assign(q=None, weight_low=None, weight_high=None), entities)
    assert all(to_hex(bar.get_facecolor()) != "#ffffff" for bar in ax.patches)
    assert next(text.get_text() for text in ax.texts if text.get_gid() is None) == "7"


def test_another_value_has_no_interval_of_the_weight(tested, entities):
    ax = plot_ranked_ties(tested.assign(n_articles=tested["weight"] * 2), entities, value="n_articles", unit="articles")
    assert _bars(ax).errorbar is None


def test_numbers_and_legend_stay_inside_the_axes(tested, entities):
    ax = plot_ranked_ties(tested, entities, with_home=True)
    ax.figure.canvas.draw()
    numbers = [text for text in ax.texts if text.get_gid() is None]
    legend = ax.get_legend().get_window_extent()
    assert all(text.get_window_extent().x1 <= ax.bbox.x1 for text in numbers)
    assert not any(text.get_window_extent().overlaps(legend) for text in numbers)


def test_names_are_not_cut(edges, entities):
    long = entities.assign(name=entities["name"] + " of the very long and winding name")
    ax = plot_ranked_ties(edges, long)
    ax.figure.canvas.draw()
    assert all(label.get_window_extent().x0 >= 0 for label in ax.get_yticklabels())


def test_a_missing_strength_is_left_out(edges, entities):
    table = ranked_ties_table(edges.assign(weight=[7, None, 9, 2, 5, 1]), entities)
    assert "DE" not in table.loc[table["target"] == "patriot", "source"].tolist()
    assert len(table) == 4


def test_nothing_to_rank_one_sentence(edges, entities):
    assert "No tie to rank" in plot_ranked_ties(edges.head(0), entities).texts[0].get_text()
    assert "there are no people" in plot_ranked_entities(entities.head(2), kind="person").texts[0].get_text()


def test_an_unknown_column_is_refused(entities):
    with pytest.raises(ValueError, match="entities have no column 'n_likes'; they have entity_id"):
        ranked_entities_table(entities, value="n_likes")


def test_the_inputs_are_not_changed(edges, entities):
    before = edges.copy(), entities.copy()
    plot_ranked_ties(edges, entities)
    pd.testing.assert_frame_equal(edges, before[0])
    pd.testing.assert_frame_equal(entities, before[1])

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from helpers.plots import alt_text, plot_ranked_entities, plot_ranked_ties, ranked_entities_table, ranked_ties_table


def _names(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


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

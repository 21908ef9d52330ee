import numpy as np
import pandas as pd
import pytest

from helpers.plots import alt_text, matrix_table, plot_matrix


def _cells(ax):
    return {(int(t.get_position()[1]), int(t.get_position()[0])): t.get_text() for t in ax.texts if t.get_gid() is None}


def test_the_table_by_strength(edges, entities):
    table = matrix_table(edges, entities, order="strength")
    expected = pd.DataFrame({"Patriot": [7.0, 3.0], "Iskander": [2.0, 0.0]}, index=["Ukraine", "Germany"])
    assert table.equals(expected.rename_axis(index="country", columns="weapon"))


def test_home_ties_count_on_request(edges, entities):
    table = matrix_table(edges, entities, order="strength", with_home=True)
    assert table.loc["Russia", "Iskander"] == 9


def test_home_ties_are_missing_otherwise(edges, entities):
    more = pd.concat([edges, pd.DataFrame([("RU", "patriot", 4.0, False)], columns=edges.columns)])
    table = matrix_table(more, entities)
    assert np.isnan(table.loc["Russia", "Iskander"])
    ax = plot_matrix(more, entities)
    assert len([patch for patch in ax.patches if patch.get_hatch()]) == 1


def test_one_kind_twice_is_symmetric_with_a_missing_diagonal(edges, entities):
    table = matrix_table(edges, entities, rows="country", columns="country", order="strength")
    assert table.to_numpy() == pytest.approx(np.array([[np.nan, 5], [5, np.nan]]), nan_ok=True)
    assert list(table.index) == list(table.columns) == ["Russia", "Ukraine"]


def test_the_kinds_may_be_turned_round(edges, entities):
    assert matrix_table(edges, entities, rows="weapon", columns="country", order="strength").loc["Patriot", "Germany"] == 3


def test_only_the_strongest_and_no_blank_lines(edges, entities):
    table = matrix_table(edges, entities, n=1)
    assert table.shape == (1, 1)
    assert table.loc["Ukraine", "Patriot"] == 7


def test_a_row_whose_ties_all_fall_outside_the_cut_is_left_out():
    kinds = ["country"] * 2 + ["weapon"] * 3
    entities = pd.DataFrame({"entity_id": list("abvwx"), "name": list("abvwx"), "kind": kinds})
    rows = [("a", "v", 9.0), ("a", "w", 8.0), ("b", "x", 7.0)]
    edges = pd.DataFrame(rows, columns=["source", "target", "weight"]).assign(is_home=False)
    table = matrix_table(edges, entities, n=2)
    assert (table.index.tolist(), sorted(table.columns)) == (["a"], ["v", "w"])


def test_clustering_puts_like_rows_together():
    names = ["a", "b", "c", "d"]
    entities = pd.DataFrame(
        {"entity_id": [*names, "v", "w"], "name": [*names, "v", "w"], "kind": ["country"] * 4 + ["weapon"] * 2}
    )
    rows = [("a", "v", 9.0), ("b", "w", 8.0), ("c", "v", 7.0), ("d", "w", 6.0)]
    edges = pd.DataFrame(rows, columns=["source", "target", "weight"]).assign(is_home=False)
    assert matrix_table(edges, entities, order="strength").index.tolist() == names
    clustered = matrix_table(edges, entities).index.tolist()
    assert {frozenset(clustered[:2]), frozenset(clustered[2:])} == {frozenset("ac"), frozenset("bd")}


def test_every_meeting_is_written_into_its_cell(edges, entities):
    ax = plot_matrix(edges, entities, order="strength")
    assert _cells(ax) == {(0, 0): "7", (0, 1): "2", (1, 0): "3"}
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Ukraine", "Germany"]


def test_the_finding_and_the_alt_text(edges, entities):
    ax = plot_matrix(edges, entities)
    assert ax.get_title(loc="left") == "Ukraine and Patriot are named together most often"
    assert "2 by 2; 3 cells are not empty. Highest, in independent reports: Ukraine with Patriot (7)" in alt_text(ax)


def test_names_are_not_cut(edges, entities):
    entities.loc[entities["entity_id"] == "patriot", "name"] = "A weapon whose name is very long indeed"
    ax = plot_matrix(edges, entities)
    ax.figure.canvas.draw()
    boxes = [label.get_window_extent() for label in [*ax.get_xticklabels(), *ax.get_yticklabels()]]
    assert all(box.x0 >= 0 and box.y0 >= 0 for box in boxes)


def test_no_tie_one_sentence(edges, entities):
    ax = plot_matrix(edges.head(0), entities)
    assert "no country is named together with a weapon" in ax.texts[0].get_text().replace("\n", " ")


@pytest.mark.parametrize(
    ("change", "message"),
    [({"order": "size"}, "order is 'size'"), ({"value": "g2"}, "edges have no column 'g2'")],
)
def test_what_is_refused(edges, entities, change, message):
    with pytest.raises(ValueError, match=message):
        matrix_table(edges, entities, **change)


def test_an_edge_of_an_unknown_entity_is_refused(edges, entities):
    with pytest.raises(ValueError, match="edges name 'ada', which has no row in entities"):
        matrix_table(edges, entities[entities["entity_id"] != "ada"])


def _with_q(edges):
    return edges.assign(q=pd.array([0.01, 0.4, 0.001, pd.NA, 0.5, pd.NA], dtype="Float64"))


def test_what_is_not_told_from_chance_is_a_number_on_white(edges, entities):
    ax = plot_matrix(_with_q(edges), entities, order="strength")
    assert _cells(ax) == {(0, 0): "7", (0, 1): "2", (1, 0): "3"}
    (mesh,) = ax.collections
    assert np.ma.getmaskarray(mesh.get_array()).tolist() == [[False, True], [True, True]]
    assert ax.get_title(loc="left") == "1 tie of countries and weapons is more than chance"
    assert "3 cells are not empty, 1 of them more than chance" in alt_text(ax)
    (line,) = [text.get_text() for text in ax.texts if text.get_gid() == "subtitle"]
    assert "shaded: more often than by chance (q ≤ 0.05)" in " ".join(line.split())


@pytest.mark.parametrize("change", [{"q": None}, {"q": 0.0001}])
def test_where_none_is_told_from_chance_all_are_shaded(edges, entities, change):
    (mesh,) = plot_matrix(_with_q(edges), entities, order="strength", **change).collections
    assert np.ma.getmaskarray(mesh.get_array()).tolist() == [[False, False], [False, True]]


def test_ties_that_pass_are_chosen_before_stronger_ones_that_do_not(edges, entities):
    swapped = edges.assign(q=[0.4, 0.01, 0.4, 0.4, 0.4, 0.4])
    assert matrix_table(swapped, entities, n=1).index.tolist() == ["Germany"]
    assert matrix_table(swapped, entities, n=1, q=None).index.tolist() == ["Ukraine"]


def test_few_cells_are_no_wider_than_many(edges, entities):
    ax = plot_matrix(edges, entities)
    ax.figure.canvas.draw()
    assert ax.get_xlim()[1] - ax.get_xlim()[0] == 8

import numpy as np
import pandas as pd
import pytest
from boxes import line_below, overlapping, seen, sentence
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_hex

from helpers.plots import alt_text, plot_world, world_table
from helpers.plots.geometry import country_shapes, frame, frame_reach, on_map
from helpers.plots.labelling import LABEL_GID
from helpers.plots.world import EXIT_GID


@pytest.fixture
def edges() -> pd.DataFrame:
    rows = [("RU", "UA", 5.0), ("DE", "UA", 3.0), ("DE", "RU", 1.0), ("UA", "patriot", 99.0), ("UA", "ZZ", 2.0)]
    return pd.DataFrame(rows, columns=["source", "target", "weight"]).assign(is_home=False)


@pytest.fixture
def entities(entities) -> pd.DataFrame:
    nowhere = {"entity_id": "ZZ", "kind": "country", "name": "Nowhere", "n_articles": 1}
    return pd.concat([entities, pd.DataFrame([nowhere])], ignore_index=True)


def _colours(ax):
    """The colour of the land of each country: its first ring's."""
    land = next(artist for artist in ax.collections if isinstance(artist, PolyCollection))
    faces, place, found = land.get_facecolor(), 0, {}
    for code, country in country_shapes().items():
        found[code] = to_hex(faces[place])
        place += len(country.rings)
    return found


def test_sums_and_places_of_the_countries(edges, entities):
    countries, ties = world_table(edges, entities)
    assert countries[["entity_id", "strength", "n_ties"]].to_numpy().tolist() == [
        ["UA", 10, 3],
        ["RU", 6, 2],
        ["DE", 4, 2],
        ["ZZ", 2, 1],
    ]
    assert countries["lon"].isna().tolist() == [False, False, False, True]
    assert ties["weight"].tolist() == [5, 3, 2, 1]


def test_the_ties_of_one_country(edges, entities):
    countries, ties = world_table(edges, entities, centre="RU")
    assert dict(zip(countries["entity_id"], countries["strength"], strict=True)) == {"RU": 6, "UA": 5, "DE": 1}
    assert len(ties) == 2


def test_the_stronger_the_darker(edges, entities):
    colours = _colours(plot_world(edges, entities))
    brightness = {code: sum(int(colours[code][i : i + 2], 16) for i in (1, 3, 5)) for code in ("UA", "RU", "DE", "BR")}
    assert brightness["UA"] < brightness["RU"] < brightness["DE"] < brightness["BR"]
    assert colours["BR"] == colours["AU"]


def test_the_country_in_the_centre_is_outside_the_scale(edges, entities):
    every, centred = _colours(plot_world(edges, entities)), _colours(plot_world(edges, entities, centre="RU"))
    assert centred["UA"] == every["UA"]  # the strongest of what is shown
    assert centred["RU"] not in every.values()


def test_lines_are_the_strongest_ties(edges, entities):
    ax = plot_world(edges, entities, n_arcs=2)
    rim, line = _lines(ax)
    assert len(rim.get_segments()) == len(line.get_segments()) == 2
    ends = on_map(*np.transpose([(country_shapes()[code].lon, country_shapes()[code].lat) for code in ("UA", "RU")]))
    assert line.get_segments()[-1][[0, -1]] == pytest.approx(ends)  # the strongest comes last, on top; it starts in the west
    assert "the strongest 2 of 4 ties as lines" in line_below(ax)
    assert "1 without a place on this map" in line_below(ax)


def _lines(ax):
    """The white rim and the lines on it."""
    return [artist for artist in ax.collections if isinstance(artist, LineCollection) and len(artist.get_segments())]


def _ties_of(code, others):
    rows = {"source": code, "target": others, "weight": np.arange(len(others), 0, -1.0), "is_home": False}
    named = pd.DataFrame({"entity_id": [code, *others], "kind": "country", "name": [f"Country {c}" for c in [code, *others]]})
    return pd.DataFrame(rows), named.assign(n_articles=1)


_ROUND_THE_PACIFIC = ["CN", "TW", "KR", "KP", "JP", "PH", "AU", "NZ", "VN", "SG", "FJ", "WS", "RU", "DE", "IN", "ZA", "CA"]


@pytest.mark.parametrize("centre", [None, "US"])
def test_no_line_leaves_the_frame_or_jumps_across_the_map(centre):
    ax = plot_world(*_ties_of("US", _ROUND_THE_PACIFIC), centre=centre)
    for segment in _lines(ax)[1].get_segments():
        assert (np.abs(segment[:, 0]) <= frame_reach(segment[:, 1]) + 1e-9).all()
        assert segment[:, 1].max() <= frame()[:, 1].max()
        assert np.linalg.norm(np.diff(segment, axis=0), axis=1).max() < 0.15


def test_a_tie_across_the_pacific_says_at_each_edge_where_it_goes_on():
    ax = plot_world(*_ties_of("US", ["CN", "DE"]))
    segments = _lines(ax)[1].get_segments()
    assert len(segments) == 3  # one part to each edge, and the line to Germany
    at_edge = [line[-1, 0] for line in segments if np.abs(line[-1, 0]) >= frame_reach(line[-1, 1]) - 1e-9]
    assert sorted(np.sign(at_edge)) == [-1, 1]
    assert [(name.get_text(), np.sign(name.xy[0])) for name in seen(ax, EXIT_GID)] == [("Country CN", -1), ("Country US", 1)]
    assert "goes on at the other edge" in _legend(ax)


def test_without_a_tie_across_the_pacific_nothing_stands_at_the_edge(edges, entities):
    ax = plot_world(edges, entities)
    assert seen(ax, EXIT_GID) == []
    assert "goes on at the other edge" not in _legend(ax)


def test_names_at_the_edge_are_inside_the_figure_outside_the_frame_and_apart():
    ties, names = _ties_of("US", _ROUND_THE_PACIFIC)
    ax = plot_world(ties, names.assign(name="Islands and " + names["name"]))
    names = seen(ax, EXIT_GID)
    assert len(names) >= 9
    assert overlapping(names + seen(ax, LABEL_GID)) == []
    for name in names:
        box = name.get_window_extent()
        assert box.x0 >= 0
        assert box.x1 <= ax.figure.bbox.width
        near = min(np.abs(ax.transData.inverted().transform(box)[:, 0]))
        assert near > frame_reach(name.xy[1])


def _legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_lines_are_as_wide_as_the_legend_says():
    ax = plot_world(*_ties_of("US", _ROUND_THE_PACIFIC))
    shown = {label: line.get_linewidth() for label, line in zip(_legend(ax), ax.get_legend().get_lines(), strict=True)}
    widths = _lines(ax)[1].get_linewidths()
    assert shown["one tie of 1"] == pytest.approx(min(widths))
    assert shown[f"one tie of {len(_ROUND_THE_PACIFIC)}"] == pytest.approx(max(widths))
    assert min(widths) < max(widths) / 2


def test_dots_at_the_ends_of_lines_are_named_before_darker_countries_without_lines():
    ties, names = _ties_of("US", ["DE", "ZA"])
    ax = plot_world(ties, names, n_arcs=1)
    assert {text.get_text() for text in seen(ax, LABEL_GID)} == {"Country US", "Country DE"}


def test_names_stand_beside_their_country_and_do_not_overlap(entities):
    codes = sorted(country_shapes())[::4]
    many = pd.DataFrame({"entity_id": codes, "kind": "country", "name": [f"Country {code}" for code in codes], "n_articles": 1})
    ties = pd.DataFrame({"source": codes[:-1], "target": codes[1:], "weight": range(1, len(codes)), "is_home": False})
    ax = plot_world(ties, many, n_labels=40)
    names = seen(ax, LABEL_GID)
    assert len(names) >= 15
    assert overlapping(names) == []
    assert all(_distance_px(ax, name) <= 14 for name in names)


def _distance_px(ax, name):
    country = country_shapes()[name.get_text()[-2:]]
    x, y = ax.transData.transform(on_map(country.lon, country.lat))
    box = name.get_window_extent()
    return float(np.hypot(x - np.clip(x, box.x0, box.x1), y - np.clip(y, box.y0, box.y1)))


def test_title_and_alt_text(edges, entities):
    assert plot_world(edges, entities).get_title(loc="left") == "Ukraine has the strongest ties to other countries"
    ax = plot_world(edges, entities, centre="UA")
    assert ax.get_title(loc="left") == "Ukraine is named most often with Russia"
    assert "World map of 4 countries and 3 ties between them. Strongest ties, in independent reports: Russia and Ukraine (5)" in (
        alt_text(ax).replace("Ukraine and Russia", "Russia and Ukraine")
    )


def test_a_name_with_dollar_signs_is_no_formula_in_the_legend(edges, entities):
    entities.loc[entities["entity_id"] == "UA", "name"] = "$1 and $2"
    (name,) = [text for text in plot_world(edges, entities, centre="UA").get_legend().get_texts() if "$" in text.get_text()]
    assert not name.get_parse_math()


def test_nothing_to_show_one_sentence(edges, entities):
    assert "3 countries" not in sentence(plot_world(edges.head(0), entities))
    assert "4 countries, but no two of them are named together" in sentence(plot_world(edges.head(0), entities))
    assert "Germany is named together with no other country" in sentence(plot_world(edges.head(1), entities, centre="DE"))
    assert "one country only" in sentence(plot_world(edges.head(0), entities.head(1)))
    assert "no country" in sentence(plot_world(edges.head(0), entities.head(0)))


def test_ties_without_a_place_on_the_map_draw_the_map_without_them(edges, entities):
    ax = plot_world(edges.tail(1), entities)
    assert "1 without a place on this map" in line_below(ax)


def test_an_unknown_centre_is_refused(edges, entities):
    with pytest.raises(ValueError, match="centre is 'patriot', which is no country of entities"):
        plot_world(edges, entities, centre="patriot")


def test_the_inputs_are_not_changed(edges, entities):
    before = edges.copy(), entities.copy()
    plot_world(edges, entities)
    pd.testing.assert_frame_equal(edges, before[0])
    pd.testing.assert_frame_equal(entities, before[1])

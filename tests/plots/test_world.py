import numpy as np
import pandas as pd
import pytest
from boxes import line_below, overlapping, seen, sentence
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_hex

from helpers.plots import alt_text, plot_world, world_table
from helpers.plots.geometry import country_shapes, equal_earth
from helpers.plots.labelling import LABEL_GID


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
    lines = [artist for artist in ax.collections if isinstance(artist, LineCollection) and len(artist.get_segments()) == 2]
    assert len(lines) == 2  # a white rim and the line on it
    ends = equal_earth(*np.transpose([(country_shapes()[code].lon, country_shapes()[code].lat) for code in ("RU", "UA")]))
    assert lines[0].get_segments()[-1][[0, -1]] == pytest.approx(ends)  # the strongest comes last, on top
    assert "the strongest 2 of 4 ties as lines" in line_below(ax)
    assert "1 without a place on this map" in line_below(ax)


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
    x, y = ax.transData.transform(equal_earth(country.lon, country.lat))
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

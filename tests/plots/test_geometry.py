import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from helpers.plots.geometry import (
    MIDDLE_DEG,
    arc,
    country_shapes,
    degrees_east,
    equal_earth,
    exits_of,
    frame,
    frame_reach,
    on_map,
    ring_on_map,
    spread,
    ways_of,
    with_ends,
)

_PLACES = st.tuples(st.floats(-180, 180), st.floats(-89, 89))


def test_every_country_is_there_by_its_code():
    shapes = country_shapes()
    # large and small, new, disputed, an island state, one of several parts
    assert set(shapes) >= {"RU", "HU", "SS", "UA", "XK", "TW", "PS", "SG", "CK", "FR", "VA"}
    assert "AQ" not in shapes
    assert all(len(ring) >= 4 for country in shapes.values() for ring in country.rings)


@pytest.mark.parametrize(("code", "lon", "lat"), [("FR", 2.35, 48.85), ("BR", -47.9, -15.8), ("UA", 34.1, 45.0)])
def test_places_lie_in_their_country(code, lon, lat):
    country = country_shapes()[code]
    assert any(shapely.Polygon(ring).contains(shapely.Point(lon, lat)) for ring in country.rings)
    assert any(shapely.Polygon(ring).distance(shapely.Point(country.lon, country.lat)) < 1 for ring in country.rings)


def test_the_map_ends_where_it_should():
    corners = equal_earth([180, 0, -180], [0, 90, 0])
    assert corners == pytest.approx(np.array([[2.70663, 0], [0, 1.31737], [-2.70663, 0]]), abs=1e-4)


@given(_PLACES)
def test_equal_areas_stay_equal(place):
    """The determinant of the map's derivative is the cosine of the latitude: that is what equal area means."""
    step, (lon, lat) = 1e-4, place
    east = (equal_earth(lon + step, lat) - equal_earth(lon - step, lat)) / (2 * np.deg2rad(step))
    north = (equal_earth(lon, lat + step) - equal_earth(lon, lat - step)) / (2 * np.deg2rad(step))
    assert np.linalg.det(np.stack([east, north])) == pytest.approx(np.cos(np.deg2rad(lat)), abs=2e-4)


def test_land_across_the_date_line_is_one_piece():
    chukotka = [ring for ring in country_shapes()["RU"].rings if shapely.Polygon(ring).contains(shapely.Point(185, 67))]
    assert len(chukotka) == 1
    assert shapely.Polygon(chukotka[0]).contains(shapely.Point(100, 60))


def test_all_land_is_on_the_map_and_no_piece_runs_across_it():
    rings = [ring_on_map(ring) for country in country_shapes().values() for ring in country.rings]
    assert all(_inside(ring) for ring in rings)
    assert max(np.abs(np.diff(ring[:, 0])).max() for ring in rings) < 0.5


def test_the_map_is_cut_between_alaska_and_chukotka():
    west, east = on_map([-167, -171], [65, 65])
    assert west[0] < -1.5
    assert east[0] > 1.5
    assert degrees_east([MIDDLE_DEG, -180 + MIDDLE_DEG, 180]) == pytest.approx([0, -180, 180 - MIDDLE_DEG])


def _inside(points):
    (low, high), reach = (frame()[:, 1].min(), frame()[:, 1].max()), frame_reach(points[:, 1])
    return bool(((points[:, 1] >= low - 1e-9) & (points[:, 1] <= high + 1e-9) & (np.abs(points[:, 0]) <= reach + 1e-5)).all())


_ON_LAND = st.tuples(st.floats(-179, 179), st.floats(-55, 83))


@given(_ON_LAND, _ON_LAND)
def test_a_line_joins_its_ends_inside_the_frame_without_a_jump(one, two):
    start, end = on_map(*one), on_map(*two)
    line = arc(start, end)
    assert line[[0, -1]] == pytest.approx(np.array([start, end]))
    assert _inside(line)
    assert np.linalg.norm(np.diff(line, axis=0), axis=1).max() <= 0.15
    assert arc(end, start)[::-1] == pytest.approx(line)


def test_a_line_is_bent_to_the_north_where_there_is_room():
    low, high = arc(on_map(-30, 0), on_map(30, 0)), arc(on_map(-120, 82), on_map(120, 82))
    assert low[30, 1] == pytest.approx(0.15 * (low[-1, 0] - low[0, 0]))
    assert high[30, 1] < frame()[:, 1].max()


@given(st.lists(st.floats(-0.8, 1.1), max_size=15).map(sorted), st.floats(0.01, 0.1))
def test_names_at_the_edge_are_moved_apart_and_no_further(heights, gap):
    given_heights = np.array(heights, dtype=float)
    places = spread(given_heights, gap=gap)
    assert (np.diff(places) >= gap - 1e-9).all()
    assert _inside(np.column_stack([np.zeros(len(places)), places]))
    if (np.diff(given_heights) >= gap).all():
        assert places == pytest.approx(given_heights)


def test_two_names_at_one_height_move_by_half_each_and_many_share_the_room():
    assert spread(np.array([0.2, 0.2]), gap=0.1) == pytest.approx([0.15, 0.25])
    many = spread(np.zeros(200), gap=0.1)
    assert (np.diff(many) > 0).all()
    assert _inside(np.column_stack([np.zeros(200), many]))


_COUNTRIES = ["US", "BR", "DE", "CN", "JP"]


@pytest.fixture
def placed():
    shapes = country_shapes()
    table = pd.DataFrame({"entity_id": _COUNTRIES, "name": _COUNTRIES, "lon": [shapes[code].lon for code in _COUNTRIES]})
    table[["x", "y"]] = on_map(table["lon"], [shapes[code].lat for code in _COUNTRIES])
    return table


def test_a_tie_is_cut_where_it_is_shorter_across_the_edge(placed):
    ties = with_ends(pd.DataFrame({"source": ["US", "CN", "DE", "BR"], "target": ["CN", "JP", "US", "DE"]}), placed)
    assert ties["is_cut"].tolist() == [True, False, False, False]
    assert ties[["west", "east"]].to_numpy().tolist() == [["US", "CN"], ["CN", "JP"], ["US", "DE"], ["BR", "DE"]]


def test_where_lines_end_at_the_edge_there_is_one_place_for_each_partner(placed):
    ties = with_ends(pd.DataFrame({"source": ["CN", "JP", "DE"], "target": ["US", "US", "US"]}), placed)
    exits = exits_of(ties, placed, 0.1)
    assert exits[["side", "entity_id"]].to_numpy().tolist() == [[-1, "CN"], [-1, "JP"], [1, "US"]]
    assert np.abs(exits["x"]).to_numpy() == pytest.approx(frame_reach(exits["y"]))
    left, right = ways_of(ties.iloc[0], placed, exits)
    assert left[[0, -1]] == pytest.approx(np.array([placed.loc[0, ["x", "y"]], exits.loc[0, ["x", "y"]]], dtype=float))
    assert right[[0, -1]] == pytest.approx(np.array([placed.loc[3, ["x", "y"]], exits.loc[2, ["x", "y"]]], dtype=float))
    assert _inside(left)
    assert _inside(right)
    assert len(ways_of(ties.iloc[2], placed, exits)) == 1

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from helpers.plots.geometry import country_shapes, equal_earth, great_circle

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


def _length_deg(points):
    lon, lat = np.deg2rad(points).T
    globe = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
    return float(np.rad2deg(np.arccos(np.clip((globe[:-1] * globe[1:]).sum(axis=1), -1, 1))).sum())


@given(_PLACES, _PLACES)
def test_a_way_joins_its_ends_and_never_jumps(one, two):
    parts = great_circle(one, two)
    assert all(np.isfinite(part).all() and (np.abs(np.diff(part[:, 0])) <= 180).all() for part in parts)
    assert sum(_length_deg(part) for part in parts) <= 181


def test_a_way_is_the_shortest():
    (quarter,) = great_circle((0, 0), (90, 0))
    assert _length_deg(quarter) == pytest.approx(90, abs=1e-6)
    (over,) = great_circle((-80, 50), (80, 50))
    assert over[:, 1].max() > 78  # over the far north, not along the parallel


def test_a_way_across_the_date_line_comes_in_two_parts():
    west, east = great_circle((170, 10), (-170, 10))
    assert (west[:, 0] > 169).all()
    assert (east[:, 0] < -169).all()


@pytest.mark.parametrize(("one", "two"), [((10, 0), (-170, 0)), ((5, 5), (5, 5)), ((0, 90), (0, -90))])
def test_opposite_and_equal_places(one, two):
    assert all(np.isfinite(part).all() for part in great_circle(one, two))


def test_between_opposite_places_the_way_is_over_the_north_pole():
    parts = great_circle((10, 0), (-170, 0))
    assert max(part[:, 1].max() for part in parts) > 89
    assert sum(_length_deg(part) for part in parts) == pytest.approx(180, abs=1)

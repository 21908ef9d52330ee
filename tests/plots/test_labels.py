import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.plots.labels import place_labels

BOUNDS = np.array([0.0, 0.0, 400.0, 300.0])


def _place(points, *, size=(60.0, 12.0), labelled=None, **given):
    points = np.array(points, dtype=float)
    rows = np.arange(len(points)) if labelled is None else np.array(labelled)
    return place_labels(points, np.full(len(points), 4.0), rows, np.tile(size, (len(rows), 1)), bounds=BOUNDS, **given)


def _overlap(first, second, size=(60.0, 12.0)):
    return bool((np.abs(first - second) < size).all())


def test_a_label_with_all_the_room_stands_right_of_its_node():
    (x, y), *_ = _place([(200, 150)])
    assert y == 150
    assert 200 + 4 + 30 <= x < 200 + 4 + 30 + 6


def test_a_label_at_the_right_edge_goes_to_the_left():
    (x, _), *_ = _place([(395, 150)])
    assert x < 395 - 30


def test_a_label_goes_round_a_node_beside_it():
    (x, y), *_ = _place([(200, 150), (235, 150)], labelled=[0])
    gap = np.maximum(np.abs(np.array([235, 150]) - (x, y)) - (30, 6), 0)
    assert np.linalg.norm(gap) >= 4


def test_a_label_does_not_stand_next_to_another_node():
    centre, *_ = _place([(200, 150), (272, 150)], labelled=[0])  # to its right it would end just before the other
    gap = np.maximum(np.abs(np.array([272, 150]) - centre) - (30, 6), 0)
    assert np.linalg.norm(gap) > 4 + 4


def test_a_label_keeps_clear_of_a_line_where_that_is_cheap():
    line = np.array([[[200.0, 150.0], [390.0, 150.0]]])
    (x, y), *_ = _place([(200, 150)], lines=line)
    assert abs(y - 150) >= 6 or x < 200


def test_of_too_many_labels_the_weakest_go_without():
    centres = _place([(200, 150)] * 60)
    kept = np.isfinite(centres).all(axis=1)
    assert kept[0]
    assert 0 < kept.sum() < 60


def test_a_label_that_is_not_firm_goes_without_rather_than_cover_a_node():
    crowd = [(x, y) for x in range(100, 301, 12) for y in range(50, 251, 12)]
    middle = [crowd.index((196, 146))]
    assert np.isfinite(_place(crowd, labelled=middle)).all()
    assert np.isnan(_place(crowd, labelled=middle, n_firm=0)).all()
    assert np.isfinite(_place(crowd[:1], n_firm=0)).all()


def test_a_label_wider_than_the_picture_is_left_out():
    assert np.isnan(_place([(200, 150)], size=(900.0, 12.0))).all()


def test_nothing_to_label():
    assert _place([(200, 150)], labelled=np.array([], dtype=int)).shape == (0, 2)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 400), st.floats(0, 300)), min_size=2, max_size=40))
def test_no_two_labels_overlap_and_all_stay_inside(points):
    centres = _place(points)
    centres = centres[np.isfinite(centres).all(axis=1)]
    assert not any(_overlap(a, b) for i, a in enumerate(centres) for b in centres[:i])
    assert (centres >= np.array([30, 6])).all()
    assert (centres <= BOUNDS[2:] - (30, 6)).all()

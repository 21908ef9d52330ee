import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers.plots.style import MARKS, kinds_in_order, line_colours, line_widths, mark_of, marker_areas, use_style


def test_area_is_proportional_to_articles_down_to_the_smallest_that_can_be_seen():
    assert marker_areas([1, 50, 100], largest_pt2=200, smallest_pt2=10).tolist() == [10, 100, 200]


def test_areas_without_any_article_are_the_smallest():
    assert marker_areas([0, 0], smallest_pt2=10).tolist() == [10, 10]


@pytest.mark.parametrize(("kind", "filled"), [("person", np.pi / 4), ("country", 1), ("weapon", 1 / 2)])
def test_every_shape_covers_the_same_area(kind, filled):
    # a marker of size 1 fills this share of its box; the disc is the measure
    assert MARKS[kind].area_factor * filled == pytest.approx(np.pi / 4)


def test_width_and_opacity_grow_with_the_weight_and_slower_than_it():
    widths, alphas = line_widths([1, 10, 100]), line_colours([1, 10, 100])[:, 3]
    assert (np.diff(widths) > 0).all()
    assert (np.diff(alphas) > 0).all()
    assert widths[2] / widths[1] < 10


def test_widths_can_be_compared_between_figures_that_share_a_top():
    assert line_widths([10], top=100)[0] == line_widths([10, 100])[0]


def test_kinds_come_in_the_order_of_the_legend_and_unknown_ones_last():
    assert kinds_in_order(["weapon", "ship", "person", "weapon"]) == ["person", "weapon", "ship"]
    assert mark_of("ship").shape == "D"


def test_the_style_ends_with_the_block():
    before = plt.rcParams["axes.titlelocation"]
    with use_style():
        assert plt.rcParams["axes.titlelocation"] == "left"
    assert plt.rcParams["axes.titlelocation"] == before

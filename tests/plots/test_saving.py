import itertools

import numpy as np
import pytest
from PIL import Image

from helpers.plots import alt_text, plot_network, plot_ranked_ties, save_figure
from helpers.plots.style import MARKS
from helpers.plots.world import GREENS


@pytest.fixture
def ax(edges, entities):
    return plot_ranked_ties(edges, entities)


def test_one_figure_three_files_with_its_words_inside(ax, tmp_path):
    paths = save_figure(ax, tmp_path / "figures", "ties")
    assert [path.name for path in paths] == ["ties.svg", "ties.pdf", "ties.png"]
    svg, pdf, _png = (path.read_bytes() for path in paths)
    assert alt_text(ax).split(".")[0] in svg.decode()
    assert pdf.startswith(b"%PDF")
    with Image.open(paths[2]) as image:
        assert image.text["Description"] == alt_text(ax)
        assert image.size[0] > 1500  # sharp in print


def test_the_same_figure_gives_the_same_bytes(edges, entities, graph, tmp_path):
    for folder in ("one", "two"):
        save_figure(plot_ranked_ties(edges, entities), tmp_path / folder, "ties", formats=["svg", "png"])
        save_figure(plot_network(graph), tmp_path / folder, "network", formats=["svg", "pdf"])
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_names_in_a_file_are_text_that_does_nothing(edges, entities, tmp_path):
    entities.loc[entities["entity_id"] == "UA", "name"] = "<script>alert(1)</script> & $x$"
    (path,) = save_figure(plot_ranked_ties(edges, entities), tmp_path, "ties", formats=["svg"])
    assert "<script" not in path.read_text(encoding="utf-8")


def test_an_unknown_format_is_refused(ax, tmp_path):
    with pytest.raises(ValueError, match="format is 'gif'; it is one of svg, pdf, png"):
        save_figure(ax, tmp_path, "ties", formats=["gif"])


def _grey(colour):
    return float(np.dot(np.asarray(colour[:3]) ** 2.2, [0.2126, 0.7152, 0.0722]))


def test_what_colour_says_is_seen_in_grey_too():
    assert len({mark.shape for mark in MARKS.values()}) == len(MARKS)
    shades = [_grey(GREENS(share)) for share in np.linspace(0, 1, 11)]
    assert all(first > second for first, second in itertools.pairwise(shades))

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from helpers.plots import alt_text, figure_line
from helpers.plots.captions import caption, leader, number


def test_the_line_counts_articles_dates_undated_unit_and_threshold(articles):
    line = figure_line(articles, unit="independent reports", threshold="ties in at least 2 reports")
    assert line == "6 articles, 31 Jan 2024 to 5 Apr 2024 (2 undated) · weight: independent reports · ties in at least 2 reports"


def test_the_line_of_articles_without_dates(articles):
    assert figure_line(articles.assign(published=pd.NaT).head(1)) == "1 article, none of them dated"
    assert figure_line(articles.head(0)) == "0 articles"


def test_axes_that_nobody_drew_on_have_no_alt_text():
    with pytest.raises(ValueError, match=r"draw on them with a function of helpers\.plots"):
        alt_text(plt.subplots()[1])


def test_a_long_title_is_wrapped_to_the_figure():
    _, ax = plt.subplots(figsize=(5, 3))
    caption(ax, "word " * 30, alt="what it shows")
    assert ax.get_title(loc="left").count("\n") >= 2


def test_a_lead_that_is_shared_is_no_lead():
    assert leader([1, 3, 2]) == 1
    assert leader([3, 3, 2]) is None
    assert leader([float("nan"), 2]) == 1


@pytest.mark.parametrize(("value", "words"), [(3.0, "3"), (1234, "1,234"), (2.25, "2.2")])
def test_numbers_as_they_are_shown(value, words):
    assert number(value) == words

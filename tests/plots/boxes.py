"""What tests of figures ask of the artists: which labels are seen, which of them overlap, what stands below the title."""

from matplotlib.axes import Axes
from matplotlib.text import Text


def seen(ax: Axes, gid: str) -> list[Text]:
    """Return the texts of one sort that are seen once the figure is drawn."""
    ax.figure.canvas.draw()
    return [text for text in ax.texts if text.get_gid() == gid and text.get_visible()]


def overlapping(texts: list[Text]) -> list[tuple[str, str]]:
    boxes = [text.get_window_extent() for text in texts]
    return [
        (texts[i].get_text(), texts[j].get_text()) for i, a in enumerate(boxes) for j, b in enumerate(boxes[:i]) if a.overlaps(b)
    ]


def line_below(ax: Axes) -> str:
    return next(text.get_text() for text in ax.texts if text.get_gid() == "subtitle").replace("\n", " ")


def sentence(ax: Axes) -> str:
    """Return the sentence of a figure that has nothing to show."""
    return ax.texts[0].get_text().replace("\n", " ")

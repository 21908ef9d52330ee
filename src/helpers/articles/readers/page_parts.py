"""What of a page is no article (menus, consent, boxes in mid-text, comments, captions): it goes before the text is taken."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby, pairwise
from typing import Any

from helpers.articles import dates
from helpers.articles.page_words import (
    BLOCK_TAGS,
    BOX_HEADINGS,
    BOX_TAGS,
    BOX_TOKENS,
    COMMENT_TOKENS,
    NEVER_TEXT,
    ROLES,
    SMALL_TOKENS,
)
from helpers.articles.readers.page_access import bare, tokens_of

_PAGE_ENDS = ("footer", "aside", "form")
_OUTERMOST = frozenset(("html", "body", "main"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NOTE_MARK = re.compile(r"\[?(?:\d{1,3}|[a-z*†‡])\]?")
_FEWEST_WORDS_LEFT = 30
_LONG_WORDS = 10  # a block of running text; shorter ones are menu entries, headings, buttons
_LARGEST_BOX, _LARGEST_HIDDEN = 0.4, 0.2
_SMALL_WORDS, _CAPTION_WORDS, _FORM_WORDS = 30, 80, 80
_SLACK = 40
_LABEL_WORDS, _LABEL_CHARACTERS = 3, 30
_NARROW, _WIDE_WORDS, _CELL_CHARACTERS = 0.4, 80, 400
_NOTICES = ("©", "(c)", "copyright ©", "copyright (c)", "all rights reserved")
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d{2}\b|\b\d+ ?min\b")
_CAPTIONS = frozenset(("caption", "captions", "figcaption", "slide", "slides", "imagecaption", "bildunterschrift"))


def article_parts(page: Any, title: str | None, author: str | None = None) -> Any:
    """Return a copy of a page without what is told not to belong to its article; paragraphs are made of line breaks.

    Parameters
    ----------
    page : the page as lxml parsed it; it is not changed
    title : the headline, where it is known: what stands above it goes
    author : as the page states it, to tell the line that names them
    """
    tree = copy.deepcopy(page)
    _drop(tree, (e for e in tree.iter() if not isinstance(e.tag, str) or e.tag in NEVER_TEXT))
    _drop(tree, tree.xpath("//sup[a[starts-with(@href, '#')] or ancestor::a[starts-with(@href, '#')]]"), _is_note_mark)
    _part_lines(tree)
    heading = headline_element(tree, title)
    kept = set(heading.iterancestors()) | {heading} if heading is not None else set()
    _undo_layout_tables(tree, kept)
    for is_debris, largest in (
        (_is_comment, 1.0),
        (_is_apart, 0.5),
        (_is_hidden, _LARGEST_HIDDEN),
        (_is_form, _LARGEST_HIDDEN),
        (partial(_runs_other_way, direction=_direction(heading)), _LARGEST_BOX),
        (_is_box, _LARGEST_BOX),
        (_is_headed_box, _LARGEST_BOX),
        (_is_small, 1.0),
        (_is_list_of_links, _LARGEST_BOX),
    ):
        _drop_if_small(tree, kept, is_debris, largest)
    _drop(tree, tree.xpath("//button|//input"))
    if heading is not None:
        _drop_above(tree, heading)
        _drop_data_below(tree, heading, author)
    return tree


def headline_element(tree: Any, title: str | None) -> Any | None:
    """Return the first element that shows the headline and nothing else, headings before others."""
    if not title:
        return None
    wanted = bare(title)
    for path in ("//h1", "//h2|//h3|//h4", "//b|//strong|//span|//div|//td|//p|//font"):
        for element in tree.xpath(path):
            if bare(_beginning(element, 2 * len(title) + _SLACK)) == wanted:
                return element
    return None


def _beginning(element: Any, n_characters: int) -> str:
    """Return the text of an element, or somewhat more than so many characters of it."""
    parts: list[str] = []
    length = 0
    for part in element.itertext():
        parts.append(part)
        length += len(part.strip())
        if length > n_characters:
            break
    return "".join(parts)


def _drop(tree: Any, elements: Iterable[Any], condition: Any = None) -> None:
    for element in list(elements):
        if element is not tree and element.getparent() is not None and (condition is None or condition(element)):
            _remove(element)


def _remove(element: Any) -> None:
    """Take an element out; what follows it inside its parent stays."""
    tail, parent, before = element.tail, element.getparent(), element.getprevious()
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _is_note_mark(element: Any) -> bool:
    return _NOTE_MARK.fullmatch("".join(element.itertext()).strip()) is not None


def _words_by_element(tree: Any) -> dict[Any, tuple[int, int, int]]:
    """Return for every element (words, words of running text, words of links) in it."""
    counts: dict[Any, tuple[int, int, int]] = {}
    for element in reversed(list(tree.iter())):
        own = len((element.text or "").split()) + sum(len((child.tail or "").split()) for child in element)
        children = [counts[child] for child in element]
        words = own + sum(child[0] for child in children)
        links = words if element.tag == "a" else sum(child[2] for child in children)
        inner = sum(child[1] for child in children)
        is_inline = element.tag not in BLOCK_TAGS
        running = 0 if is_inline else inner if inner or words < _LONG_WORDS or links > words / 2 else words
        if not is_inline and inner and own >= _LONG_WORDS:
            running = inner + own
        counts[element] = (words, running if not is_inline else inner, links)
    return counts


def _drop_if_small(tree: Any, kept: set[Any], is_debris: Any, largest: float) -> None:
    """Drop what `is_debris` tells, but neither what holds the headline, nor most of the text, nor the last of it.

    Elements of one class are taken together: where each paragraph stands in a box of its own, the boxes are the article.
    """
    counts = _words_by_element(tree)
    alike: Counter[tuple[str, str]] = Counter()
    for element, (_, running, _) in counts.items():
        alike[_kind(element)] += running
    total = left = max(counts[tree][1], 1)
    gone: dict[Any, None] = {}  # in the order of the page
    for element in tree.iter():
        if element.getparent() in gone:
            gone[element] = None
        elif element not in kept and element.tag not in _OUTERMOST and element.getparent() is not None:
            running = counts[element][1]
            together = max(running, alike[_kind(element)] if element.get("class") else 0)
            is_dear = together > largest * total or left - running < min(_FEWEST_WORDS_LEFT, left)
            if not is_dear and is_debris(element, *counts[element]):
                left -= running
                gone[element] = None
    _drop(tree, (element for element in gone if element.getparent() not in gone))


def _kind(element: Any) -> tuple[str, str]:
    return str(element.tag), element.get("class") or ""


def _is_comment(element: Any, words: int, running: int, links: int) -> bool:
    return not COMMENT_TOKENS.isdisjoint(tokens_of(element)) and element.tag not in ("a", "span")


def _is_apart(element: Any, words: int, running: int, links: int) -> bool:
    if element.tag in _PAGE_ENDS or element.get("role") in ROLES or element.get("aria-modal") == "true":
        return True
    return element.tag == "header" and not running


def _is_hidden(element: Any, words: int, running: int, links: int) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return _HIDDEN.search(element.get("style") or "") is not None


def _is_form(element: Any, words: int, running: int, links: int) -> bool:
    """Say whether a container asks for something: it holds buttons or fields, and little text."""
    return (
        element.tag in ("div", "section", "aside", "td")
        and words <= _FORM_WORDS
        and next(element.iter("button", "input"), None) is not None
    )


def _direction(heading: Any | None) -> str | None:
    """Return in which direction the headline runs, where the page says so."""
    places = [heading, *heading.iterancestors()] if heading is not None else []
    return next((place.get("dir").lower() for place in places if place.get("dir")), None)


def _runs_other_way(element: Any, words: int, running: int, links: int, *, direction: str | None) -> bool:
    own = (element.get("dir") or "").lower()
    return direction is not None and own in ("ltr", "rtl") and own != direction


def _is_box(element: Any, words: int, running: int, links: int) -> bool:
    """Say whether class or id name a box: a newsletter, related stories, an advertisement, a list of tags."""
    tokens = tokens_of(element)
    if not tokens or element.tag == "a":
        return False
    pairs = {f"{one}-{two}" for one, two in pairwise(tokens)}
    return not BOX_TOKENS.isdisjoint(pairs | set(tokens))


def _is_headed_box(element: Any, words: int, running: int, links: int) -> bool:
    """Say whether a container opens with a line such as "Related stories", "Comments (2)", "Sign up for our newsletter"."""
    if element.tag not in BOX_TAGS and element.tag != "p":
        return False
    opening = " ".join(_opening(element).casefold().split())
    return opening.strip(" :|»›→-–—()0123456789") in BOX_HEADINGS or opening.startswith(_NOTICES)


def _opening(element: Any) -> str:
    """Return the text with which an element opens: that of its first child that holds any."""
    while not (element.text or "").strip() and len(element):
        child = next((c for c in element if "".join(c.itertext()).strip()), None)
        if child is None:
            return ""
        element = child
    return "".join(element.itertext()) if element.tag not in BOX_TAGS else (element.text or "")


def _is_small(element: Any, words: int, running: int, links: int) -> bool:
    tokens = set(tokens_of(element))
    if element.tag == "time" or not tokens:
        return False
    if not _CAPTIONS.isdisjoint(tokens):
        return words <= _CAPTION_WORDS
    return words < _SMALL_WORDS and not SMALL_TOKENS.isdisjoint(tokens) and not _is_sentence(element)


def _is_sentence(element: Any) -> bool:
    text = " ".join("".join(element.itertext()).split())
    return len(text.split()) >= _LONG_WORDS and text[-1:] in '.!?”"»…。'


def _is_list_of_links(element: Any, words: int, running: int, links: int) -> bool:
    if element.tag not in ("ul", "ol", "div", "section", "p", "td", "dl", "font", "center"):
        return False
    all_links = element.findall(".//a")
    beside = sum(len("".join(e.itertext()).split()) for e in element.iter("h2", "h3", "h4", "h5", "h6", "time"))
    return len(all_links) >= 2 and links >= 0.8 * (words - beside) and not any(map(_is_sentence, all_links))


def _drop_above(tree: Any, heading: Any) -> None:
    """Drop what stands above the headline, where enough is left below it."""
    above = [sibling for place in [heading, *heading.iterancestors()] for sibling in place.itersiblings(preceding=True)]
    above = [element for element in above if element.getparent() is not None and element.tag not in ("head", "html")]
    counts = _words_by_element(tree)
    if counts[tree][1] - sum(counts[element][1] for element in above) >= _FEWEST_WORDS_LEFT:
        _drop(tree, above)


def _drop_data_below(tree: Any, heading: Any, author: str | None) -> None:
    """Drop the lines of two or three words, or with a date, a time, the author's name, between headline and running text."""
    counts = _words_by_element(tree)
    below = [place for step in [heading, *heading.iterancestors()] for place in step.itersiblings()]
    for block in list(_small_blocks(below, counts)):
        text = " ".join(" ".join(block.itertext()).split())
        if counts[block][0] >= _SMALL_WORDS or _is_sentence(block):
            return
        if _is_line_of_data(text, author):
            _drop(tree, [block])


def _small_blocks(blocks: Iterable[Any], counts: dict[Any, tuple[int, int, int]]) -> Iterator[Any]:
    """Yield the blocks of few words in their order, containers opened; the last is the first of many words."""
    for block in blocks:
        if block not in counts:
            continue  # a comment behind the end of the page
        if counts[block][0] < _SMALL_WORDS or not any(child.tag in BLOCK_TAGS for child in block):
            yield block
        else:
            yield from _small_blocks(block, counts)


def _is_line_of_data(text: str, author: str | None) -> bool:
    if text.endswith((".", "!", "?")):
        return False
    is_named = bool(author) and len(text.split()) <= len(str(author).split()) + 5 and bare(str(author)) in bare(text)
    is_label = len(text.split()) <= _LABEL_WORDS and len(text) <= _LABEL_CHARACTERS
    return is_named or is_label or bool(dates.find_dates(text) or _CLOCK.search(text))


def _part_lines(tree: Any) -> None:
    """Make paragraphs of text that two line breaks part."""
    for parent in dict.fromkeys([br.getparent() for br in tree.iter("br")]):
        if parent is not None and parent.tag in ("div", "td", "font", "span", "p", "body", "section", "article", "center"):
            runs = list(_runs(parent))
            if len(runs) > 1:
                _rebuild(parent, runs)


def _runs(parent: Any) -> Iterator[list[Any]]:
    """Yield what lies between pairs of line breaks: strings and elements in their order."""
    run: list[Any] = [parent.text or ""]
    n_breaks = 0
    for child in parent:
        if child.tag == "br":
            n_breaks += 1
            if n_breaks == 2:
                yield run
                run = []
        else:
            n_breaks = 0
            run.append(child)
        if (child.tail or "").strip():
            n_breaks = 0
        run.append((" " if child.tag == "br" else "") + (child.tail or ""))
    yield run


def _rebuild(parent: Any, runs: list[list[Any]]) -> None:
    children = list(parent)
    for child in children:
        parent.remove(child)
    parent.text = None
    if parent.tag in ("p", "span", "font"):
        parent.tag = "div"
    for run in runs:
        holder = parent.makeelement("p")
        for part in _joined(run):
            if isinstance(part, str):
                _append_text(holder, part)
            else:
                part.tail = None
                if part.tag in BLOCK_TAGS:
                    holder = _close(parent, holder)
                    parent.append(part)
                else:
                    holder.append(part)
        _close(parent, holder)


def _joined(run: list[Any]) -> Iterator[Any]:
    """Yield the parts, strings side by side as one: thousands of line breaks, each added to the last, would take for ever."""
    for is_text, parts in groupby(run, key=lambda part: isinstance(part, str)):
        if is_text:
            yield "".join(parts)
        else:
            yield from parts


def _append_text(holder: Any, text: str) -> None:
    if len(holder):
        holder[-1].tail = (holder[-1].tail or "") + text
    else:
        holder.text = (holder.text or "") + text


def _close(parent: Any, holder: Any) -> Any:
    """Put a paragraph in its place where it holds anything, and open the next."""
    if len(holder) or (holder.text or "").strip():
        parent.append(holder)
    return parent.makeelement("p")


def _undo_layout_tables(tree: Any, kept: set[Any]) -> None:
    """Make plain blocks of tables that place the parts of a page, and drop the columns beside the one with the text."""
    layouts = [table for table in tree.xpath("//table") if _is_layout(table)]
    counts = _words_by_element(tree)
    for row in [row for table in layouts for row in table.xpath("./tr|./tbody/tr")]:
        cells = row.findall("td")
        most = max((counts[cell][0] for cell in cells), default=0)
        narrow = [cell for cell in cells if counts[cell][0] < _NARROW * most and cell not in kept]
        if most >= _WIDE_WORDS:
            _drop(tree, narrow)
    for table in layouts:
        for part in [table, *table.xpath("./tr|./tbody|./tbody/tr|./tr/td|./tbody/tr/td")]:
            part.tag = "div"


def _is_layout(table: Any) -> bool:
    """Say whether a table places the parts of a page: it has others inside, or running text in a cell."""
    cells = table.xpath("./tr/td|./tbody/tr/td")
    return bool(table.xpath(".//table")) or any(
        cell.xpath(".//p[2]|./br[2]") or len("".join(cell.itertext())) > _CELL_CHARACTERS for cell in cells
    )

"""One rule for the parts of a page at a time, on small pages."""

from __future__ import annotations

import json

import lxml.html
import pytest

from helpers.articles.readers import html
from helpers.articles.readers.page_parts import article_parts
from helpers.articles.records import Record, Source

TITLE = "Guns reach the river base"
FIRST = "The ministry said on Tuesday that the launchers had arrived at the base, after two weeks on the road from the coast."
SECOND = "Nobody would say when the next ones are due, or from where, and the governor of the district did not come to the gate."
ELSEWHERE = "A bakery on the square has changed hands after sixty years, and the new owner means to keep the ovens as they are."
THIRD = "Trucks had blocked the lane since Sunday, neighbours said, and the drivers slept in their cabs with the engines running."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p>"


def page(inner: str, *, head: str = "", title: str = f"{TITLE} | Lantern Post") -> Record:
    source = f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{inner}</body></html>"
    (found,) = html.read(Source("a.html", source.encode()))
    assert isinstance(found, Record), found
    return found


def lines(record: Record) -> list[str]:
    return [line.lstrip("- ").rstrip() for line in record.text.splitlines() if line.strip() and line != TITLE]


@pytest.mark.parametrize(
    "debris",
    [
        f'<div class="c-newsletter-signup"><p>{ELSEWHERE}</p></div>',
        f'<div class="relatedPosts"><p>{ELSEWHERE}</p></div>',
        f'<div id="comments"><div class="x"><p>{ELSEWHERE}</p></div></div>',
        f'<div role="dialog"><p>{ELSEWHERE}</p></div>',
        f'<div style="display: none"><p>{ELSEWHERE}</p></div>',
        f"<div><h3>You may also like</h3><p>{ELSEWHERE}</p></div>",
        f"<div><span>Читайте также:</span><p>{ELSEWHERE}</p></div>",
        f"<figure><img><figcaption>{ELSEWHERE}</figcaption></figure>",
        f'<p class="wp-caption-text">{ELSEWHERE}</p>',
        f"<div><p>{ELSEWHERE}</p><input name='q'><button>Go</button></div>",
        f"<aside>{ELSEWHERE}</aside>",
        '<ul><li><a href="/1">Bakery changes hands</a></li><li><a href="/2">Two new buses</a></li></ul>',
        '<div><h5>Earlier</h5><ul><li><a href="/1">Bakery changes hands</a> <time>2 May 2023</time></li>'
        '<li><a href="/2">Two new buses</a> <time>1 May 2023</time></li></ul></div>',
        f"<div>© 2024 Lantern Post. {ELSEWHERE}</div>",
    ],
)
def test_a_box_in_mid_text_goes(debris: str) -> None:
    text = [FIRST, SECOND, THIRD, f"{THIRD} {THIRD}"]
    after = "".join(f"<p>{paragraph}</p>" for paragraph in text[1:])
    inner = f"<h1>{TITLE}</h1><div><p>{FIRST}</p>{debris}{after}</div>"
    assert lines(page(inner)) == text
    left = article_parts(lxml.html.fromstring(f"<html><body>{inner}</body></html>"), TITLE).text_content()
    assert "".join(left.split()) == "".join("".join([TITLE, *text]).split())


def test_a_box_that_holds_most_of_the_text_stays() -> None:
    assert lines(page(f'<h1>{TITLE}</h1><div id="subscription-content">{BODY}</div>')) == [FIRST, SECOND]


def test_boxes_of_one_class_that_hold_a_paragraph_each_are_the_article() -> None:
    boxes = "".join(f'<div class="social-block"><p>{text}</p></div>' for text in (FIRST, SECOND, ELSEWHERE))
    assert lines(page(f"<h1>{TITLE}</h1><div>{boxes}</div>")) == [FIRST, SECOND, ELSEWHERE]


def test_what_stands_above_the_headline_goes_and_the_data_below_it() -> None:
    above = f"<div><p>{ELSEWHERE}</p></div>"
    data = "<div><span>Ann Roe</span> <span>12 March 2024, 10:15</span></div><div>World</div>"
    record = page(f"{above}<div><h1>{TITLE}</h1>{data}{BODY}</div>")
    assert lines(record) == [FIRST, SECOND]
    assert record.published == "2024-03-12"


def test_a_first_letter_in_an_element_of_its_own_stays() -> None:
    initial = f'<p><span class="dropcap">{FIRST[0]}</span>{FIRST[1:]}</p>'
    assert lines(page(f"<h1>{TITLE}</h1><div>{initial}<p>{SECOND}</p></div>")) == [FIRST, SECOND]


def test_short_sentences_below_the_headline_stay() -> None:
    assert lines(page(f"<h1>{TITLE}</h1><div><p>It came at 10:15.</p>{BODY}</div>"))[0] == "It came at 10:15."


def test_marks_of_notes_go_and_the_words_behind_them_stay() -> None:
    marked = FIRST.replace(" at the base,", '<sup><a href="#n1">[1]</a></sup> at the base,')
    assert lines(page(f"<h1>{TITLE}</h1><p>{marked}</p><p>{SECOND} It is 10 m<sup>2</sup>.</p>"))[0] == FIRST


def test_line_breaks_in_pairs_make_paragraphs() -> None:
    assert lines(page(f"<h1>{TITLE}</h1><div>{FIRST}<br><br>{SECOND}<br><br></div>")) == [FIRST, SECOND]


def test_tables_that_place_the_parts_of_a_page_are_undone() -> None:
    menu = "<td>TODAY<br><a href='1'>Bus fares up again</a><br><br><a href='2'>Record leek grown</a></td>"
    body = f"<td><b>{TITLE}</b><br><font>{FIRST}<br><br>{SECOND}<br><br>{ELSEWHERE} {ELSEWHERE}</font></td>"
    record = page(f"<table><tr>{menu}{body}<td>POLL<br>Should the rink stay open in May?</td></tr></table>", title=TITLE)
    assert lines(record)[-3:-1] == [FIRST, SECOND]
    assert "Bus fares" not in record.text
    assert "rink" not in record.text


def test_boxes_that_run_the_other_way_go() -> None:
    box = '<div dir="rtl"><p>مهرجان البحر يعود إلى المدينة بعد غياب ثلاث سنوات كاملة مع عروض جديدة للأطفال والكبار</p></div>'
    assert lines(page(f'<div dir="ltr"><h1>{TITLE}</h1>{box}{BODY}</div>')) == [FIRST, SECOND]


# Text that a page's program would show


def test_text_of_linked_data_stands_in_where_the_page_shows_none() -> None:
    linked = {"@type": "NewsArticle", "headline": TITLE, "articleBody": f"{FIRST}\n\n{SECOND}", "datePublished": "2024-03-12"}
    record = page("<div id=root></div>", head=f'<script type="application/ld+json">{json.dumps(linked)}</script>')
    assert lines(record) == [FIRST, SECOND]
    assert (record.title, record.published) == (TITLE, "2024-03-12")


def test_text_of_linked_data_goes_on_where_the_page_breaks_off() -> None:
    linked = {"@type": "NewsArticle", "headline": TITLE, "articleBody": f"{FIRST}\n\n{SECOND}\n\n{ELSEWHERE}"}
    head = f'<script type="application/ld+json">{json.dumps(linked)}</script>'
    assert lines(page(f"<h1>{TITLE}</h1><p>{FIRST}</p>", head=head)) == [FIRST, SECOND, ELSEWHERE]


@pytest.mark.parametrize(
    "script", ['<script id="__NEXT_DATA__" type="application/json">{}</script>', "<script>window.__STATE__ = {};</script>"]
)
def test_text_and_date_of_a_programs_data(script: str) -> None:
    blocks = [{"type": "paragraph", "html": f"<p>{text}</p>"} for text in (FIRST, SECOND)]
    related = [{"headline": "Bakery changes hands", "text": ELSEWHERE * 5}]
    state = {
        "props": {"article": {"headline": TITLE, "publishedAt": "2024-03-12T10:00:00Z", "content": blocks}, "related": related}
    }
    record = page(f"<h1>{TITLE}</h1><div>Loading</div>{script.replace('{}', json.dumps(state))}")
    assert lines(record) == [FIRST, SECOND]
    assert record.published == "2024-03-12T10:00:00Z"


@pytest.mark.parametrize("data", ["[" * 100_000, '{"a": ', "{}", '"text"', "null"])
def test_data_that_are_broken_or_deep_are_passed_over(data: str) -> None:
    scripts = f'<script type="application/ld+json">{data}</script><script type="application/json">{data}{" " * 400}</script>'
    assert lines(page(f"<h1>{TITLE}</h1>{BODY}{scripts}")) == [FIRST, SECOND]


# Facts


@pytest.mark.parametrize(
    ("inner", "head", "window"),
    [
        (f"<h1>{TITLE}</h1>", "", f"{TITLE} - World - Lantern Post"),
        (f"<h1><a href='/'>Lantern Post</a></h1><h2>{TITLE}</h2>", "", f"Lantern Post: {TITLE}"),
        (f"<h1>{TITLE}</h1>", f'<meta property="og:title" content="In pictures: {TITLE}">', "In pictures"),
        (f"<div class=t>{TITLE}</div>", "", f"{TITLE}-Lantern Post"),
        ("", f'<meta property="og:title" content="{TITLE} | Lantern Post">', "x"),
        (f"<h1>{TITLE}</h1>", "", "Untitled"),
    ],
)
def test_headline(inner: str, head: str, window: str) -> None:
    assert page(f"{inner}{BODY}", head=head, title=window).title == TITLE


@pytest.mark.parametrize(
    ("inner", "head"),
    [
        ("", '<meta property="og:site_name" content="Lantern Post">'),
        ("", '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "Lantern Post"}]}</script>'),
        ("<a href='/' class=logo>Lantern Post</a>", ""),
        ("<p>© 2001-2025 Lantern Post Ltd. All rights reserved.</p><a href='/'>Lantern Post</a>", ""),
        ("<img src=/img/logo.png alt='Lantern Post'>", ""),
    ],
)
def test_outlet(inner: str, head: str) -> None:
    assert page(f"{inner}<h1>{TITLE}</h1>{BODY}", head=head).outlet == "Lantern Post"


def test_a_section_in_the_window_title_is_no_outlet() -> None:
    assert page(f"<h1>{TITLE}</h1>{BODY}", title=f"{TITLE} | World").outlet is None


STAMP = "<div>Updated: <time datetime='2024-03-14'>14 March</time></div>"
DIARY = "<div class=events><time datetime='2025-01-01'>1 January</time></div>"


@pytest.mark.parametrize(
    ("inner", "head", "date", "is_inferred"),
    [
        (f"{STAMP}<div>Published: <time datetime='2024-03-12'>12 March</time></div>", "", "2024-03-12", False),
        (f"{DIARY}<time datetime='2024-03-12'>12 March</time>", "", "2024-03-12", False),
        ("<div>Updated 14 March 2024</div><div>Published 12 March 2024</div>", "", "2024-03-12", False),
        ("<div>World, 12 March 2024</div>", "", "2024-03-12", True),
        ("<span property='schema:dateCreated' content='2024-03-12T10:00:00Z'></span>", "", "2024-03-12T10:00:00Z", False),
        ("<span class=stamp data-timestamp='1710238500'></span>", "", "1710238500", False),
        (STAMP, '<meta property="article:modified_time" content="2024-03-14">', None, False),
        ("", '<meta name="citation_publication_date" content="2024/03/12">', "2024/03/12", False),
        ("", '<meta name="date" content="soon"><meta name="dc.date" content="2024-03-12">', "2024-03-12", False),
    ],
)
def test_date(inner: str, head: str, date: str | None, is_inferred: bool) -> None:
    record = page(f"<h1>{TITLE}</h1>{inner}{BODY}", head=head)
    assert (record.published, record.published_inferred) == (date, is_inferred)


@pytest.mark.parametrize(
    ("inner", "head", "author"),
    [
        ("<div>By Ann Roe</div>", "", "Ann Roe"),
        ("<div>Von Ann Roe</div><div>12. März 2024</div>", "", "Ann Roe"),
        ("<div>Ann Roe</div><div>2 min read</div>", "", "Ann Roe"),
        ("<div>By</div><div>Ann Roe</div>", '<meta name="author" content="Lantern Post">', "Ann Roe"),
        ("<div>By Ann Roe</div>", '<meta name="author" content="admin">', "Ann Roe"),
        ("<div>Middle East</div>", "", None),
    ],
)
def test_author(inner: str, head: str, author: str | None) -> None:
    site = '<meta property="og:site_name" content="Lantern Post">'
    assert page(f"<h1>{TITLE}</h1>{inner}{BODY}", head=head + site).author == author


def test_the_address_of_an_archived_page_is_that_of_the_page() -> None:
    head = '<link rel="canonical" href="https://web.archive.org/web/20250103041511/https://lantern.example/2024/03/12/guns">'
    assert page(f"<h1>{TITLE}</h1>{BODY}", head=head).url == "https://lantern.example/2024/03/12/guns"


def test_the_address_of_a_saved_page_stands_in_its_first_comment() -> None:
    source = f"<!-- saved from url=(0029)https://lantern.example/guns -->\n<html><body><h1>{TITLE}</h1>{BODY}</body></html>"
    (found,) = html.read(Source("a.html", source.encode()))
    assert isinstance(found, Record)
    assert found.url == "https://lantern.example/guns"

from __future__ import annotations

import json

import pytest

from helpers.articles.readers import choose_reader
from helpers.articles.readers.markdown import strip_markup
from helpers.articles.records import Record, Refusal, Source

BODY = "The ministry said on Tuesday that the launchers had arrived at the base."


def read(name: str, content: str | bytes, **columns: str) -> list[Record | Refusal]:
    source = Source(name, content if isinstance(content, bytes) else content.encode(), columns)
    reader = choose_reader(source)
    assert reader is not None
    return list(reader.read(source))


def record(name: str, content: str | bytes, **columns: str) -> Record:
    (only,) = read(name, content, **columns)
    assert isinstance(only, Record), only
    return only


PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Guns reach the base | Lantern Post</title>
<meta property="og:title" content="Guns reach the river base"><meta property="og:site_name" content="Lantern Post">
<meta property="article:published_time" content="2024-03-12T10:00:00Z"><meta name="author" content="Ann Roe">
<link rel="canonical" href="https://lantern.example/guns"><script>var stolen = "alert";</script></head>
<body><nav><a href="/">Home</a><a href="/w">World</a></nav><article><h1>Guns reach the river base</h1><p>{BODY}</p>
<script>document.write("evil")</script>
<p onclick="steal()">Nobody would say when the next ones are due, or from where.</p></article>
<footer>We use cookies</footer></body></html>"""


@pytest.mark.parametrize("name", ["page.html", "page.txt", "page"])
def test_html_gives_the_article_and_what_the_page_states(name: str) -> None:
    found = record(name, PAGE)
    assert BODY in found.text
    assert not any(word in found.text for word in ("evil", "stolen", "steal", "cookies", "World"))
    assert (found.title, found.published, found.outlet) == ("Guns reach the river base", "2024-03-12T10:00:00Z", "Lantern Post")
    assert (found.author, found.url, found.language) == ("Ann Roe", "https://lantern.example/guns", "en")


def test_html_takes_the_date_of_linked_data_and_the_headline_of_the_page() -> None:
    data = json.dumps(
        {"@graph": [{"@type": "NewsArticle", "headline": "Guns", "datePublished": "2024-03-12", "author": [{"name": "Ann"}]}]}
    )
    page = f'<html><head><script type="application/ld+json">{data}</script></head><body><p>{BODY}</p></body></html>'
    found = record("a.html", page)
    assert (found.title, found.published, found.author, found.published_inferred) == ("Guns", "2024-03-12", "Ann", False)


def test_html_in_a_declared_encoding() -> None:
    page = f'<html><head><meta charset="windows-1251"><title>Орудия</title></head><body><p>{BODY}</p></body></html>'
    assert record("a.html", page.encode("cp1251")).title == "Орудия"


def test_html_without_a_text_is_refused() -> None:
    assert isinstance(read("a.html", "<html><head><script>x()</script></head><body></body></html>")[0], Refusal)


def test_front_matter_gives_the_fields() -> None:
    found = record(
        "a.md", f"---\ntitle: Guns\ndate: 2024-03-12\nsource: Lantern Post\nauthor: [Ann, Jan]\n---\n\n# Guns\n\n{BODY}\n"
    )
    assert (found.title, found.published, found.outlet, found.author) == ("Guns", "2024-03-12", "Lantern Post", "Ann, Jan")
    assert found.text.strip().endswith(BODY)


def test_front_matter_that_is_no_yaml_is_taken_line_by_line() -> None:
    assert record("a.md", f"---\ntitle: Kyiv: the day after\n---\n{BODY}").title == "Kyiv: the day after"


def test_markdown_loses_its_signs() -> None:
    assert strip_markup("> A **bold** _word_, a [link](http://x.example), `code`, ![p](i.png) snake_case 2*3*4") == (
        "A bold word, a link, code,  snake_case 2*3*4"
    )
    assert record("a.md", f"# Guns *arrive*\n\n{BODY}").title == "Guns arrive"


def test_json_object_and_lists() -> None:
    item = {"headline": "Guns", "body": BODY, "published_at": "2024-03-12", "source": {"id": 1, "name": "Lantern Post"}}
    assert record("a.json", json.dumps(item)).outlet == "Lantern Post"
    assert record("a.txt", json.dumps(item)).title == "Guns"
    assert [r.row for r in read("a.json", json.dumps([item, item]))] == [1, 2]
    assert [r.row for r in read("a.json", json.dumps({"articles": [item, item]}))] == [1, 2]


def test_json_row_without_a_text_is_refused_alone() -> None:
    good, bad = read("a.json", json.dumps([{"text": BODY}, {"title": "Guns"}]))
    assert isinstance(good, Record)
    assert isinstance(bad, Refusal)
    assert bad.row == 2
    assert "'title'" in bad.reason


@pytest.mark.parametrize(
    ("content", "word"), [('[{"title": "a"}, {"title": "b"}]', "none of its 2 rows"), ("[]", "empty"), ('{"text": ', "line 1")]
)
def test_json_that_holds_no_article_is_refused_as_a_whole(content: str, word: str) -> None:
    (refusal,) = read("a.json", content)
    assert isinstance(refusal, Refusal)
    assert refusal.row is None
    assert word in refusal.reason


def test_json_lines_keep_the_good_lines() -> None:
    separator = "\u2028"
    found = read(
        "a.jsonl",
        "\n".join([json.dumps({"text": BODY + separator}, ensure_ascii=False), "{broken", "", json.dumps({"text": BODY})]),
    )
    assert [(r.row, isinstance(r, Record)) for r in found] == [(1, True), (2, False), (4, True)]
    assert [r.row for r in read("lines.txt", json.dumps({"text": BODY}) + "\n" + json.dumps({"text": BODY}))] == [1, 2]


@pytest.mark.parametrize(("name", "mark"), [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t"), ("a.csv", "|")])
def test_tables_with_any_delimiter(name: str, mark: str) -> None:
    found = read(
        name,
        mark.join(["Title", "Full Text", "Pub Date"]) + "\r\n" + mark.join(["Guns", f'"{BODY}\r\nMore."', "2024-03-12"]) + "\r\n",
    )
    (row,) = found
    assert isinstance(row, Record)
    assert (row.row, row.title, row.text, row.published) == (1, "Guns", f"{BODY}\r\nMore.", "2024-03-12")


def test_a_broken_row_costs_no_other() -> None:
    table = f'title,text\nA,"{BODY}"\nB,"never closed\nC,"{BODY}"\nD,x,y,z\nE,"{BODY}",,\nF,\n'
    found = read("a.csv", table)
    assert [(r.row, isinstance(r, Record)) for r in found] == [
        (1, True),
        (2, False),
        (3, True),
        (4, False),
        (5, True),
        (6, False),
    ]
    assert "line 3" in found[1].reason  # type: ignore[union-attr]
    assert "4 cells where 2" in found[3].reason  # type: ignore[union-attr]


def test_columns_can_be_named() -> None:
    assert record("a.csv", f"Überschrift,Inhalt\nGuns,{BODY}\n", text="Inhalt", title="Überschrift").title == "Guns"
    (refusal,) = read("a.csv", f"Kopf,Wortlaut\nGuns,{BODY}\n")
    assert isinstance(refusal, Refusal)
    assert "'Wortlaut'" in refusal.reason


def test_html_in_a_cell_is_taken_out() -> None:
    assert record("a.csv", f'title,html\nGuns,"<p>{BODY}</p><p>More <b>came</b>.</p>"\n').text == f"{BODY}\n\nMore came."


def test_very_long_cells_are_read() -> None:
    assert len(record("a.csv", 'title,text\nGuns,"' + BODY * 5000 + '"\n').text) == 5000 * len(BODY)


def test_a_style_sheet_is_no_article() -> None:
    assert choose_reader(Source("a.css", b"body { color: red }")) is None

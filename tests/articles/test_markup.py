from __future__ import annotations

import json
import time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.articles import read_articles
from helpers.articles.readers.markup import plain_fields, text_of_cell

TITLE = "Ferry <b>Aurora</b> & the <i>ice</i><script>run(1)</script>"
TEXT = (
    "The ferry <b>Aurora</b> lies in the old basin, said Captain Ann <em class='x'>Roe</em>. Depth d &lt; 3 m is too little."
    "\n\n<img src=x onerror=\"run('2>1')\">The board met on Monday &amp; on Tuesday.<script>run(3)</script> It will meet again."
)
PLAIN_TITLE = "Ferry Aurora & the ice"
PLAIN = [
    "The ferry Aurora lies in the old basin, said Captain Ann Roe. Depth d < 3 m is too little.",
    "The board met on Monday & on Tuesday. It will meet again.",
]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("General <b>Roe</b> spoke.", "General Roe spoke."),
        ("One.<br>Two.<br/>Three.", "One.\n\nTwo.\n\nThree."),
        ("One.\n\nTwo, <u>again</u>.\nThree.", "One.\n\nTwo, again.\nThree."),
        ("One.\n\nTwo.<br>Three.", "One.\n\nTwo.\n\nThree."),
        ("Lead <p>One &amp; two</p><p>Three</p> tail", "Lead\n\nOne & two\n\nThree\n\ntail"),
        ("<p>Sale: 3 < 5 and <b>7 > 6</b></p>", "Sale: 3 < 5 and 7 > 6"),
        ("<!-- note --><span>Text</span>", "Text"),
        ("<nav>Menu</nav><p>A paragraph.</p><footer>Foot</footer>", "A paragraph."),
        ("&lt;b&gt;Roe&lt;/b&gt; spoke", "Roe spoke"),
        ("A <o:p></o:p>word", "A word"),
    ],
)
def test_tags_go_and_words_and_paragraphs_stay(cell: str, text: str) -> None:
    assert text_of_cell(cell) == text


@pytest.mark.parametrize(
    "text",
    ["x < y", "x <y> z", "a<b and c>d", "if p <b and q> 3", "<roe@site.example> wrote", "<5 km", "the <FK-3>", "AT&T, R & D"],
)
def test_signs_in_prose_stay(text: str) -> None:
    assert text_of_cell(text) == text
    assert text_of_cell(f"{text} <i>so</i>") == f"{text} so"


@given(st.lists(st.sampled_from(["x", "3", " ", "\n", "< ", "<3", "> ", "&", "=", '"', "'", "/", "!", "-"]), max_size=30))
def test_the_words_between_tags_are_not_touched(parts: list[str]) -> None:
    text = "".join(parts).strip()
    assert text_of_cell(f"<b>{text}</b>") == text
    assert text_of_cell(f"Ann <i>Roe</i> {text}") == f"Ann Roe {text}".strip()


def test_fields_that_were_nothing_but_markup_are_left_out() -> None:
    fields = {
        "text": "A <b>b</b>",
        "title": "<script>run()</script>",
        "author": "<i>Ann\nRoe</i>",
        "url": "https://e.example/<b>",
    }
    assert plain_fields(fields) == {"text": "A b", "author": "Ann Roe", "url": "https://e.example/<b>"}


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.csv", "a.xlsx", "a.parquet"])
def test_records_of_every_kind_lose_their_markup(name: str, tmp_path: Path) -> None:
    frame = pd.DataFrame([{"title": TITLE, "text": TEXT, "outlet": "<b>Quay Gazette</b>"}])
    writers = {
        ".json": lambda path: path.write_text(json.dumps(frame.to_dict("records"))),
        ".jsonl": lambda path: frame.to_json(path, orient="records", lines=True),
        ".csv": lambda path: frame.to_csv(path, index=False),
        ".xlsx": lambda path: frame.to_excel(path, index=False),
        ".parquet": lambda path: frame.to_parquet(path),
    }
    writers[Path(name).suffix](tmp_path / name)
    article = read_articles(tmp_path, progress=False).articles.iloc[0]
    assert (article.title, article.outlet) == (PLAIN_TITLE, "Quay Gazette")
    assert article.text.split("\n\n") == [PLAIN_TITLE, *PLAIN]


@pytest.mark.parametrize("part", ["<b ", "<a x='", "<!--", "<a ='\"", "<p>", "</b>"])
def test_endless_openings_take_no_longer_than_a_page(part: str) -> None:
    started = time.process_time()
    text_of_cell(part * 50_000)
    assert time.process_time() - started < 5

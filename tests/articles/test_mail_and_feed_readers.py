from __future__ import annotations

import logging

import pytest
from documents import AUTHOR, FIRST, SECOND, TITLE, make_eml, make_rss, read, reason, record

from helpers.articles.readers import choose_reader
from helpers.articles.readers.documents import text_of_html
from helpers.articles.records import Record, Refusal, Source


@pytest.mark.parametrize("name", ["a.eml", "a.txt", "a"])
def test_mail(name: str) -> None:
    found = record(name, make_eml())
    assert found.text.split() == f"{FIRST} {SECOND}".split()
    assert (found.title, found.author, found.published) == (TITLE, AUTHOR, "Tue, 12 Mar 2024 10:00:00 +0000")


def test_a_text_that_begins_with_labels_is_no_mail() -> None:
    reader = choose_reader(Source("a.txt", f"Source: Lantern Post\nDate: 12 March 2024\n\n{FIRST}".encode()))
    assert reader is not None
    assert reader.name == "plain text"


MIXED = f"""--x
Content-Type: text/html; charset=utf-8

<table><tr><td><b>Lantern Post</b></td></tr><tr><td>{FIRST}</td></tr><tr><td>{SECOND}</td></tr></table>
--x
Content-Type: application/pdf
Content-Disposition: attachment; filename=a.pdf
Content-Transfer-Encoding: base64

AAAA
--x--
"""


def test_mail_laid_out_in_tables_is_read_and_attachments_are_counted(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="helpers"):
        found = record("a.eml", make_eml(MIXED, kind="multipart/mixed; boundary=x"))
    assert found.text.split("\n\n") == ["Lantern Post", FIRST, SECOND]
    assert "a.eml: 1 attachment(s)" in caplog.text


def test_mail_prefers_its_plain_part() -> None:
    html = "<p>Look at this in a browser.</p>"
    body = f"--x\nContent-Type: text/plain\n\n{FIRST}\n--x\nContent-Type: text/html\n\n{html}\n--x--\n"
    assert record("a.eml", make_eml(body, kind="multipart/alternative; boundary=x")).text.strip() == FIRST


def test_mail_headers_in_other_encodings_and_broken_ones() -> None:
    data = make_eml().replace(TITLE.encode(), b"=?koi8-r?B?8NXby8k=?=").replace(b"Ann Roe", b"=?utf-9?Q?Ann?=")
    found = record("a.eml", data)
    assert found.title == "Пушки"
    assert found.author


@pytest.mark.parametrize(
    "marker", ["---------- Forwarded message ---------", "-----Original Message-----", "Begin forwarded message:\n"]
)
def test_forwarded_mail_is_that_of_its_first_sender(marker: str) -> None:
    inner = f"From: Lantern Post <news@lantern.example>\nDate: Mon, 11 Mar 2024 08:00:00 +0000\nSubject: Guns\nTo: me\n\n{FIRST}"
    found = record("a.eml", make_eml(f"FYI\n\n{marker}\n{inner}\n"))
    assert (found.title, found.author, found.published) == ("Guns", "Lantern Post", "Mon, 11 Mar 2024 08:00:00 +0000")
    assert found.text.strip() == FIRST


def test_mail_forwarded_as_an_attachment() -> None:
    inner = make_eml().decode().replace(TITLE, "Guns")
    body = f"--x\nContent-Type: text/plain\n\nFYI\n--x\nContent-Type: message/rfc822\n\n{inner}\n--x--\n"
    found = record("a.eml", make_eml(body, head="X-Any: 1\n", kind="multipart/mixed; boundary=x"))
    assert found.title == "Guns"
    assert FIRST in found.text


def test_mbox_gives_a_row_for_every_mail() -> None:
    box = b"".join(
        b"From ann@lantern.example Tue Mar 12 10:00:00 2024\n" + mail + b"\n\n"
        for mail in (
            make_eml(),
            make_eml(" "),
            make_eml(f"{FIRST}\n\n>From the coast, nothing.\n\nFrom the hills, nothing.\n"),
        )
    )
    for name in ("a.mbox", "a.txt"):
        found = read(name, box)
        assert [(item.row, isinstance(item, Record)) for item in found] == [(1, True), (2, False), (3, True)]
    assert "\n\nFrom the coast, nothing.\n\nFrom the hills" in found[2].text  # type: ignore[union-attr]


def test_saved_page_in_mail_form() -> None:
    meta = '<meta property="article:published_time" content="2024-03-01">'
    page = f"<html><head>{meta}</head><body><p>{FIRST}</p><p>{SECOND}</p></body></html>"
    head = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://lantern.example/guns\nSubject: Guns\nDate: Tue, 12 Mar 2024\n"
    )
    parts = f"--x\nContent-Type: text/html\n\n{page}\n--x\nContent-Type: image/png\n\nAAAA\n--x--\n"
    data = f'{head}MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="x"\n\n{parts}'.encode()
    found = record("a.mhtml", data)
    assert found.text.splitlines() == [FIRST, SECOND]
    assert (found.url, found.published) == ("https://lantern.example/guns", "2024-03-01")


def test_mail_without_text_is_refused() -> None:
    assert "no text" in reason("a.eml", make_eml(" "))


@pytest.mark.parametrize("name", ["feed.rss", "feed.xml", "feed", "feed.txt"])
def test_rss(name: str) -> None:
    found = record(name, make_rss())
    assert found.text.split("\n\n") == [FIRST, SECOND]
    assert (found.title, found.author, found.outlet, found.row) == (TITLE, AUTHOR, "Lantern Post", 1)
    assert (found.url, found.published) == ("https://lantern.example/guns", "2024-03-12T10:00:00+00:00")


def test_atom_in_another_encoding_and_an_entry_without_text() -> None:
    entry = f"<entry><title>Пушки</title><link href='https://a.example/'/><updated>2024-03-12T10:00:00Z</updated><summary>{FIRST}</summary></entry>"
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Post</title>{entry}<entry><title>Bare</title></entry></feed>"
    data = f"<?xml version='1.0' encoding='windows-1251'?>{feed}".encode("cp1251")
    first, second = read("a.atom", data)
    assert isinstance(first, Record)
    assert (first.title, first.text, first.published) == ("Пушки", FIRST, "2024-03-12T10:00:00+00:00")
    assert isinstance(second, Refusal)
    assert second.row == 2


def test_a_feed_that_is_cut_short_keeps_its_whole_entries() -> None:
    item = f"<item><title>{TITLE}</title><description>{FIRST}</description></item>"
    data = make_rss(items=item * 2)
    first, second = read("a.rss", data[: data.rindex(b"at the base")])
    assert isinstance(first, Record)
    assert first.text == FIRST
    assert isinstance(second, Refusal)
    assert "cut short" in second.reason


def test_a_feed_without_entries_is_refused() -> None:
    assert "without entries" in reason("a.rss", make_rss(items=""))


def test_text_of_html_keeps_every_word_in_its_block() -> None:
    assert text_of_html("<div>A <b>b</b>c<p>d</p>e<br>f</div>g<script>x</script>h &amp; i") == "A bc\n\nd\n\ne\n\nf\n\ngh & i"

"""What the fuzz runs do to a valid file: bytes, lines, numbers, tags, entries and tokens that parsers stumble over."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Callable, Sequence
from typing import Any

Mutation = Callable[[random.Random, bytes], bytes]

_NUMBER = re.compile(rb"\d+")
_TAG = re.compile(rb"<[^<>]{1,200}>")
_WORD = re.compile(rb"\w+")
_MOST_BYTES = 400_000

# Of Unicode: halves of pairs, overlong forms, marks of order and direction, line ends that few know, digits that are none,
# letters that grow when their case is folded, marks upon marks.
_UNICODE = [
    *(
        b"\x00",
        b"\x1a",
        b"\x1b[31m",
        b"\r",
        b"\x0b",
        b"\x0c",
        b"\xff",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"\xc0\xaf",
        b"\xf4\x90\x80\x80",
    ),
    *(
        text.encode()
        for text in ("\x85", "\u2028", "\u2029", "\ufeff", "\u202e", "\u200b", "\xad", "\xa0", "\ufffe", "\U0010ffff")
    ),
    *(
        text.encode()
        for text in ("²⁰²⁴⁰³¹²", "١٢ مارس ٢٠٢٤", "２０２４-０３-１２", "½", "İİı", "ßẞﬃ", "ﷺ", "👨‍👩‍👧", "a" + "\u0301" * 300)
    ),
    *(text.encode() for text in ("12 мая 2024", "12. März 2024", "2024年3月12日", "e\u0301 E\u0301", "K\u030c. Č.", "中。文！")),
]
_NUMBERS = [
    *(b"0", b"-1", b"1e999", b"-0.0", b"NaN", b"Infinity", b"2147483648", b"9223372036854775808", b"18446744073709551616"),
    *(b"99999999", b"9999999999", b"9999999999999", b"9" * 50, b"9" * 5000, b"0x" + b"f" * 5000, b"1e400", b"000"),
]
_DATES = [
    *(b"2024-02-30", b"0000-00-00", b"31 February 2024", b"12.13.2024", b"03/04/2024", b"9999-12-31T23:59:59-14:00"),
    *(b"0001-01-01T00:00:00+14:00", b"2024-03-12T25:61:61Z", b"2024-03-12T10:00:00+99:99", b"2024-03-12T10:00:00.123456789Z"),
    *(b"Tue, 12 Mar 2024 25:61:61 +9999", b"Tue, 12 Mar 0000 10:00:00 -9999", b"Tue, 31 Dec 9999 23:59:59 -1200", b"20241332"),
    *(b"Mon, 1 Jan 0001 00:00:00 +1400", b"12 Mar 10000", b"1 January 0000", b"00000000", b"Published: 12 March 2024 on at GMT"),
]
_ADDRESSES = [
    *(b"http://[::1", b"http://[", b"https://a.example:99999999/", b"file:///etc/passwd", b"javascript:alert(1)", b"http://]["),
    *(
        b"../../etc/passwd",
        b"C:\\x",
        b"https://xn--a.example/%ff%00",
        b"http://169.254.169.254/",
        b"//",
        b"https://" + b"a." * 500,
    ),
]
_CODE = [
    *(
        b"=1+1",
        b"@SUM(A1)",
        b"+cmd|'/c x'!A0",
        b"<script>alert(1)</script>",
        b"<img src=x onerror=alert(1)>",
        b"{{7*7}}",
        b"${x}",
    ),
    *(
        b"%s%n",
        b"'; DROP TABLE articles; --",
        b"&amp;" * 5,
        b"&#55296;",
        b"&#x110000;",
        b"&#0;",
        b"&nbsp;",
        b"\\ud800",
        b"\\u0000",
    ),
    *(
        b"<!ENTITY a 'b'>",
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b"]]>",
        b"<![CDATA[",
        b"<!--",
        b"-->",
        b"<?x",
    ),
]
_NESTS = [
    b"[",
    b"{",
    b"(",
    b"<",
    b'"',
    b"'",
    b"\\",
    b"[[",
    b'{"a":',
    b"<b>",
    b"<div>",
    b"((",
    b"{\\b ",
    b"> ",
    b"- ",
    b"*",
    b"_",
    b"`",
    b"#",
]
# Ends and openings that the cleaning and the metadata look for: many of them in a row are what makes a pattern slow.
_PHRASES = [
    *(
        b"By ",
        b"By A ",
        b"Ann Roe and ",
        b"van der ",
        b"Reporting by ",
        b"reporting by a (",
        b"Source: ",
        b"Title: ",
        b"Published: ",
    ),
    *(
        b"citing ",
        b"according to the ",
        b"The Daily ",
        b"News Agency ",
        b"Velian Wire ",
        b"told ",
        b" reports, citing ",
        b"J. R. ",
    ),
    *(
        b"Photo: ",
        b"Read also: ",
        b"(AP) ",
        b"/TASS/",
        b"\xe2\x80\x94 ",
        b"\xe2\x80\x9c",
        b"\xe2\x80\x9d ",
        b"...",
        b"? ",
        b"!\xe2\x80\x9d ",
    ),
    *(
        b"Image credit: ",
        b"Home | ",
        b"EN RU ",
        b"1.2K views ",
        b"a.b.c.",
        b"www.a.",
        b"a@a.",
        b"(c) 2024 ",
        b"copyright ",
        b"p.m. ",
    ),
    *(
        b"No. 5 ",
        b"1. ",
        b"Maj.-Gen. ",
        b"[1]",
        b"\n\n",
        b"\n",
        b" ",
        b"\t",
        b"A",
        b"a ",
        b"A ",
        b"Aa ",
        b"&",
        b"of the ",
        b"de la ",
        b"|",
    ),
]
_OF_FORMAT: dict[str, list[bytes]] = {
    "json": [
        b"null",
        b"true",
        b'""',
        b"[]",
        b"{}",
        b'{"a":1,"a":2}',
        b'"\\ud800"',
        b'"\\udc00\\ud800"',
        b"[{}]",
        b"//",
        b",",
        b":",
        b"}{",
    ],
    "csv": [
        b'"',
        b'""',
        b'"""',
        b",",
        b";",
        b"\t",
        b"|",
        b"\r",
        b"\r\n",
        b'","',
        b'"\n"',
        b",,,,,,,,",
        b"text",
        b"text,text",
        b"sep=;",
    ],
    "markdown": [
        *(
            b"---\n",
            b"...\n",
            b"title: [",
            b"title: {a: b",
            b"&a [*a]",
            b"*a",
            b"!!python/object/apply:os.system [x]",
            b"? [1]: 2",
            b"!!binary x",
        ),
        *(
            b"date: 2024-13-45",
            b"date: 2024-02-30T99:99:99",
            b"title: |\n  a",
            b"<<: *a",
            b"title: 0x" + b"f" * 5000,
            b"1: 2",
            b"? \n",
            b": ",
        ),
        b"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
        b"d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\ntitle: [*e,*e,*e,*e,*e,*e,*e,*e,*e]",
        *(
            b"**",
            b"__",
            b"![",
            b"](",
            b"```",
            b"~~~",
            b"[a]: b",
            b"\\",
            b"<!--",
            b"# ",
            b"> ",
            b"* * *",
            b"[a][b]",
            b"***a**",
            b"_a",
        ),
    ],
    "mail": [
        *(
            b"From: ",
            b"Subject: =?utf-8?B?/w==?=",
            b"Subject: =?x?Q?=E9?=",
            b"Date: x",
            b"Content-Type: multipart/mixed",
            b"--x\n",
            b"--x--\n",
        ),
        *(
            b"Content-Type: multipart/mixed; boundary=x\n\n--x\n",
            b"Content-Type: message/rfc822\n\n",
            b"Content-Transfer-Encoding: base64\n",
        ),
        *(
            b"Content-Transfer-Encoding: uuencode\n\nbegin 644 ../x\n",
            b"Content-Transfer-Encoding: quoted-printable\n",
            b"=E9=",
            b"=\n",
            b"=ZZ",
        ),
        *(
            b"charset=utf-7",
            b"charset=idna",
            b"charset=unicode_escape",
            b"charset=rot13",
            b"charset=undefined",
            b"charset=punycode",
            b"charset=",
        ),
        *(
            b"charset*0*=utf-8''%ff",
            b"charset*=x'y",
            b"boundary=",
            b'boundary=""',
            b"format=flowed",
            b"Content-Location: http://[",
            b"\nFrom ",
        ),
        *(
            b"\nFrom a Tue Mar 12 10:00:00 2024\nFrom: a\n",
            b"Begin forwarded message:\n",
            b"> From: a\n> Date: b\n",
            b"Content-Disposition: x",
        ),
    ],
    "nexis": [
        *(
            b"End of Document\n",
            b"Body\n",
            b"Text\n",
            b"Load-Date: \n",
            b"Length: \n",
            b"Classification\n",
            b"Byline: ",
            b"Language: ;;",
        ),
        *(
            b"1 of 2 DOCUMENTS\n",
            b"Dokument 1 von 2\n",
            b"BYLINE: \n",
            b"LENGTH:\n",
            b"BODY:\n",
            b"HEADLINE: \n",
            b"SUBJECT: (90%)\n",
            b"URL: http://[",
        ),
        *(
            b"March 12, 2024\n",
            b"No Headline In Original\n",
            b"UPDATE: 1\n",
            b"GRAPHIC:\n",
            b"Copyright 2024\n",
            b"LANGUAGE: \n",
            b"AUTOR: ",
        ),
    ],
    "factiva": [
        *(
            b"HD   ",
            b"HD\n",
            b"BY   \n",
            b"PD   x\n",
            b"SN   \n",
            b"LP   ",
            b"TD\n",
            b"AN   Document LANTPO0020240312ek3c0001r\n",
            b"LA   \n",
        ),
        *(
            b"355 words\n",
            b"words\n",
            b"(c)\n",
            b"15:32\n",
            b"| HD |",
            b'<div class="article enArticle">',
            b"<tr><td>HD</td><td>",
            b"</td>",
            b"Factiva",
        ),
        *(b'<span class="enHeadline">', b'<p class="articleParagraph">', b"Document A", b'class="author"', b"12 March 2024\n"),
    ],
    "proquest": [
        *(
            b"_" * 60 + b"\n",
            b"_" * 5000,
            b"Title: ",
            b"Full text: ",
            b"Full text: Not available.",
            b"Author: ,;,;",
            b"Publication title: ",
        ),
        *(
            b"\n\nLocation: x",
            b"Database: ",
            b"URL: http://[",
            b"Publication date: x",
            b"Language of publication: ;",
            b"Author: " + b"a, b; " * 50,
        ),
    ],
    "rtf": [
        *(
            b"\\u",
            b"\\u-99999 ?",
            b"\\u55357 ?",
            b"\\u99999999999 ?",
            b"\\'zz",
            b"\\'ff",
            b"\\ansicpg99999",
            b"\\uc99999999",
            b"\\bin99999999 ",
        ),
        *(
            b"{\\*\\",
            b"{\\info{\\title ",
            b"\\cell",
            b"\\row",
            b"\\pard",
            b"{\\pict ",
            b"\\fldrslt",
            b"\\creatim\\yr99999\\mo13\\dy99",
            b"}}}}",
            b"{{{{",
        ),
        *(
            b"\\fonttbl{\\f0\\fcharset999 x}",
            b"\\ansicpg1361",
            b"\\ansicpg0",
            b"\\upr",
            b"\\ud",
            b"{\\field{\\*\\fldinst HYPERLINK",
            b"\\~",
            b"\\-",
        ),
    ],
    "xml": [
        *(
            b"<w:p>",
            b"</w:p>",
            b"<w:tbl>",
            b"<w:t>",
            b"<w:txbxContent>",
            b"<w:pStyle w:val='x'/>",
            b'<text:s text:c="999999999"/>',
            b"<text:p>",
        ),
        *(
            b"<table:table-row>",
            b'<c r="ZZZ999999" t="s"><v>99999</v></c>',
            b'<c r="A0"><v>x</v></c>',
            b'<row r="0">',
            b'<row r="99999999">',
        ),
        *(
            b'<c t="d"><v>2024-13-45</v></c>',
            b'<c t="e"><v>#N/A</v></c>',
            b'<c t="inlineStr"><is><t>x</t></is></c>',
            b"<f>1+1</f>",
            b"xmlns:x=''",
        ),
        *(
            b"<item>",
            b"<entry>",
            b"<pubDate>x</pubDate>",
            b"<updated>9999-99-99</updated>",
            b'<content type="xhtml">',
            b"<!ENTITY",
            b"encoding='x'",
        ),
        *(
            b'<content type="application/octet-stream">',
            b"<dc:date>-1</dc:date>",
            b'xml:base="http://["',
            b'<link href="http://["/>',
            b"<summary/>",
        ),
    ],
    "html": [
        *(
            b'<meta charset="x">',
            b'<meta charset="utf-7">',
            b'<time datetime="9999-99-99">',
            b"<html lang='\xff'>",
            b"<article>",
            b"<h1>",
            b"<table>",
        ),
        *(
            b'<link rel="canonical" href="http://[">',
            b'<script type="application/ld+json">',
            b'{"@graph": [[[',
            b'{"headline": 1}',
            b"<svg><p>",
        ),
        *(
            b'<meta name="date" content="0001-01-01">',
            b'<meta content="x">',
            b"<template>",
            b"<base href='http://['>",
            b"<math>",
            b"<frameset>",
        ),
        *(
            b"<p><b><p><i>",
            b"</html>",
            b"<textarea>",
            b"<plaintext>",
            b"<noscript>",
            b"<a href='" + b"x" * 3000 + b"'>",
            b"<br>" * 200,
        ),
    ],
    "pdf": [
        *(
            b"(",
            b")",
            b"<<",
            b">>",
            b"BT",
            b"ET",
            b"Tj",
            b"0 0 0 0 re",
            b"1 0 obj",
            b"endobj",
            b"stream\n",
            b"endstream",
            b"7 0 R",
            b"/Encrypt 1 0 R",
        ),
        *(
            b"/F1 0 Tf",
            b"/F1 1e30 Tf",
            b"/F1 -9 Tf",
            b"99999999999 0 Td",
            b"/Kids [2 0 R]",
            b"/Length 99999999",
            b"/Filter /FlateDecode",
            b"\\777",
        ),
        *(
            b"/MediaBox [0 0 0 0]",
            b"/MediaBox [nan 0 1e38 1]",
            b"/Count 99999999",
            b"(D:99999999999999)",
            b"/Prev 0",
            b"xref",
            b"q " * 2000,
        ),
    ],
    "packed": [
        *(
            b"PK\x03\x04",
            b"PK\x01\x02",
            b"PK\x05\x06",
            b"\x1f\x8b\x08",
            b"BZh9",
            b"\xfd7zXZ\x00",
            b"ustar",
            b"WARC/1.0\r\n",
            b"Content-Length: 99999999",
        ),
        *(
            b"Content-Length: -1",
            b"Content-Length: x",
            b"WARC-Target-URI: http://[\r\n",
            b"HTTP/1.1 200",
            b"WARC-Type: resource\r\n",
            b"\r\n\r\n",
        ),
        *(
            b"Content-Encoding: br\r\n",
            b"Transfer-Encoding: chunked\r\n",
            b"WARC-Date: x\r\n",
            b"\xff" * 8,
            b"PAX",
            b"././@LongLink",
            b"77777777777",
        ),
        *(b"PAR1", b"../", b"/etc/x", b"\\..\\", b"\xff\xff\xff\xff", b"\x80" * 12, b"\x00" * 512),
    ],
}
_GENERAL = [*_UNICODE, *_NUMBERS, *_DATES, *_ADDRESSES, *_CODE, *_PHRASES]
_ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "cp1252", "koi8-r", "utf-8-sig", "shift_jis", "gb18030")


def mutate(rng: random.Random, data: bytes, kinds: Sequence[str], others: Sequence[bytes]) -> bytes:
    """Return `data` changed in one to six places.

    Parameters
    ----------
    rng : decides everything
    data : the valid file, or what is inside of it
    kinds : of which formats the tokens are taken (keys of the table of tokens)
    others : other files, for splicing
    """
    of_format = [token for kind in kinds for token in _OF_FORMAT[kind]]
    structured = [_STRUCTURED[kind] for kind in kinds if kind in _STRUCTURED]
    for _ in range(min(6, 1 + int(rng.expovariate(0.8)))):
        chance = rng.random()
        if structured and chance < 0.25:
            data = rng.choice(structured)(rng, data)
        elif chance < 0.5:
            data = _insert(rng, data, rng.choice(of_format if of_format and rng.random() < 0.6 else _GENERAL))
        elif chance < 0.58:
            data = _pump(rng, data, [*of_format, *_NESTS, *_PHRASES, *_UNICODE[-12:]])
        elif chance < 0.63:
            data = _splice(rng, data, rng.choice(others))
        else:
            data = rng.choice(_PLAIN)(rng, data)
    return data[:_MOST_BYTES]


def _span(rng: random.Random, data: bytes, *, longest: int = 200) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.randrange(1, longest))


def _insert(rng: random.Random, data: bytes, token: bytes) -> bytes:
    """Put a token somewhere: at a place, over a span, over a word, or at an end of the file."""
    start, end = _span(rng, data, longest=40)
    words = list(_WORD.finditer(data[:20_000]))
    if words and rng.random() < 0.4:
        start, end = rng.choice(words).span()
    elif rng.random() < 0.5:
        end = start
    elif rng.random() < 0.2:
        start = end = rng.choice((0, len(data)))
    return data[:start] + token + data[end:]


def _pump(rng: random.Random, data: bytes, tokens: Sequence[bytes]) -> bytes:
    """Put something short in some thousand times: what makes a pattern slow, or a parser go deep."""
    start, end = _span(rng, data, longest=30)
    unit = rng.choice(tokens) if rng.random() < 0.7 else data[start:end] or b"a"
    if rng.random() < 0.3:
        unit += rng.choice(tokens)
    size = rng.choice((300, 3_000, 20_000, 60_000, 60_000, 250_000))
    return data[:start] + unit * (size // len(unit) + 1) + data[start:]


def _splice(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """Let another file begin in the midst of this one, or lie in it."""
    start, end = _span(rng, data)
    first, last = _span(rng, other, longest=2000)
    return data[:start] + (other[first:] if rng.random() < 0.3 else other[first:last] + data[end:])


def _cut(rng: random.Random, data: bytes) -> bytes:
    place = rng.randrange(len(data) + 1)
    return data[:place] if rng.random() < 0.8 else data[place:]


def _flip(rng: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randrange(1, 12) if changed else 0):
        changed[rng.randrange(len(changed))] = rng.choice((rng.randrange(256), 0, 255, 128, 34, 60))
    return bytes(changed)


def _delete(rng: random.Random, data: bytes) -> bytes:
    start, end = _span(rng, data)
    return data[:start] + data[end:]


def _repeat(rng: random.Random, data: bytes) -> bytes:
    start, end = _span(rng, data, longest=rng.choice((10, 100, 1000)))
    return data[:end] + data[start:end] * rng.choice((1, 2, 10, 100)) + data[end:]


def _swap(rng: random.Random, data: bytes) -> bytes:
    one, two, three, four = sorted(rng.randrange(len(data) + 1) for _ in range(4))
    return data[:one] + data[three:four] + data[two:three] + data[one:two] + data[four:]


def _renumber(rng: random.Random, data: bytes) -> bytes:
    numbers = list(_NUMBER.finditer(data[:100_000]))
    if not numbers:
        return data
    start, end = rng.choice(numbers).span()
    return data[:start] + rng.choice(_NUMBERS) + data[end:]


def _relined(rng: random.Random, data: bytes) -> bytes:
    """Drop, double, move or join lines, or end them otherwise."""
    lines = data.splitlines(keepends=True)
    if len(lines) < 2:
        return data
    place, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    change = rng.randrange(6)
    if change == 0:
        del lines[place]
    elif change == 1:
        lines.insert(other, lines[place])
    elif change == 2:
        lines[place], lines[other] = lines[other], lines[place]
    elif change == 3:
        lines[place] = lines[place].strip()
    elif change == 4:
        rng.shuffle(lines)
    else:
        lines = [line.rstrip(b"\r\n") + rng.choice((b"\r\n", b"\r", b"\n\n", b"\x0b")) for line in lines]
    return b"".join(lines)


def _recoded(rng: random.Random, data: bytes) -> bytes:
    return data.decode("utf-8", "replace").encode(rng.choice(_ENCODINGS), "replace")


def _recased(rng: random.Random, data: bytes) -> bytes:
    start, end = _span(rng, data, longest=3000)
    return data[:start] + rng.choice((bytes.upper, bytes.lower, bytes.title))(data[start:end]) + data[end:]


_PLAIN: tuple[Mutation, ...] = (_cut, _flip, _delete, _repeat, _swap, _renumber, _relined, _recoded, _recased)


def _mutate_json(rng: random.Random, data: bytes) -> bytes:
    """Change one node of the first JSON value, or of one line: its key, its value, its kind, its depth."""
    lines = data.split(b"\n")
    place = rng.randrange(len(lines)) if len(lines) > 1 else 0
    try:
        value = json.loads(lines[place])
    except (ValueError, RecursionError):
        return data
    lines[place] = json.dumps(_changed(rng, value), ensure_ascii=rng.random() < 0.7).encode("utf-8", "surrogatepass")
    return b"\n".join(lines)


def _changed(rng: random.Random, value: Any, depth: int = 0) -> Any:
    if isinstance(value, dict) and value and (depth == 0 or rng.random() < 0.7):
        key = rng.choice(list(value))
        changed = {**value, key: _changed(rng, value[key], depth + 1)}
        if rng.random() < 0.2:
            changed[rng.choice(("text", "title", "published", "url", "name", "", "language", "\ud800"))] = changed.pop(key)
        return changed
    if isinstance(value, list) and value and rng.random() < 0.7:
        place = rng.randrange(len(value))
        return [*value[:place], _changed(rng, value[place], depth + 1), *value[place + 1 :]]
    return rng.choice((_leaf, _wrapped))(rng, value)


def _leaf(rng: random.Random, value: Any) -> Any:
    token = rng.choice((*(part.decode("utf-8", "replace") for part in _GENERAL), "", "\ud83d", "a\udc00b"))
    numbers = (0, -1, 1e308, 10**18, 1710237600000, float("nan"), float("inf"), 2**70)
    return rng.choice(
        (None, True, [], {}, token, f"{value} {token}", "\ud800", rng.choice(numbers), [token, value], {"name": value})
    )


def _wrapped(rng: random.Random, value: Any) -> Any:
    for _ in range(rng.choice((1, 5, 90))):
        value = [value, value] if rng.random() < 0.02 else [value] if rng.random() < 0.5 else {"name": value}
    return value


def _mutate_csv(rng: random.Random, data: bytes) -> bytes:
    """Change one cell, drop or add cells of a row, or rename a column; the rest stays a table."""
    mark = rng.choice(",;\t|")
    text = data.decode("utf-8", "replace")
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=max(",;\t", key=text.count)))
    except csv.Error:
        return data
    row = rng.choice(rows) if rows else []
    for _ in range(rng.randrange(1, 4) if row else 0):
        place = rng.randrange(len(row)) if row else 0
        token = rng.choice([*_GENERAL, *_OF_FORMAT["csv"]]).decode("utf-8", "replace")
        row[place : place + rng.randrange(2)] = rng.choice(([], [token], [token] * 300, ["text"], [token + "a" * 3000]))
    buffer = io.StringIO()
    try:
        csv.writer(buffer, delimiter=mark, quoting=rng.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))).writerows(rows)
    except csv.Error:
        return data
    return buffer.getvalue().encode("utf-8", "replace")


def _mutate_tags(rng: random.Random, data: bytes) -> bytes:
    """Double, move, drop or nest a tag, up to some thousand deep."""
    tags = list(_TAG.finditer(data[:60_000]))
    if not tags:
        return data
    tag, other = rng.choice(tags), rng.choice(tags)
    if rng.random() < 0.3:
        return data[: tag.start()] + data[tag.end() :]
    if rng.random() < 0.5:
        return data[: other.start()] + tag.group() + data[other.start() :]
    name = re.match(rb"</?([\w:.-]+)", tag.group())
    closing = b"</" + name.group(1) + b">" if name and rng.random() < 0.7 else b""
    depth = rng.choice((3, 30, 300, 3000))
    start, end = sorted((tag.start(), other.start()))
    return data[:start] + tag.group() * depth + data[start:end] + closing * depth + data[end:]


_STRUCTURED: dict[str, Mutation] = {"json": _mutate_json, "csv": _mutate_csv, "xml": _mutate_tags, "html": _mutate_tags}

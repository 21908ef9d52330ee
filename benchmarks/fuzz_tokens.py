"""Tokens that parsers stumble over, by the formats in which they mean something.

In the blocks a pilcrow parts two tokens; `\\n`, `\\r`, `\\t` and `\\xff` are escapes, all else stands for itself (UTF-8).
"""

from __future__ import annotations

import re

_ESCAPE = re.compile(rb"\\(x[0-9a-f]{2}|[nrt\\])")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"\\": b"\\"}


def _tokens(block: str) -> list[bytes]:
    parts = (part.encode() for part in block.replace("\n", "").split("¶"))
    return [_ESCAPE.sub(_unescaped, part) for part in parts if part]


def _unescaped(match: re.Match[bytes]) -> bytes:
    name = match.group(1)
    return bytes.fromhex(name[1:].decode()) if name.startswith(b"x") else _ESCAPES[name]


# Halves of pairs, overlong forms, marks of order and direction, line ends that few know, digits that are none, letters that grow
# when their case is folded, marks upon marks.
UNICODE = [
    *_tokens(
        r"""
\x00¶\x1a¶\x1b[31m¶\r¶\x0b¶\x0c¶\xff¶\xff\xfe¶\xed\xa0\x80¶\xc0\xaf¶\xf4\x90\x80\x80¶\xc2\x85¶\xe2\x80\xa8¶\xe2\x80\xa9¶
\xef\xbb\xbf¶\xe2\x80\xae¶\xe2\x80\x8b¶\xc2\xad¶\xc2\xa0¶\xef\xbf\xbe¶\xf4\x8f\xbf\xbf¶²⁰²⁴⁰³¹²¶١٢ مارس ٢٠٢٤¶２０２４-０３-１２¶½¶
İİı¶ßẞﬃ¶ﷺ¶👨\xe2\x80\x8d👩\xe2\x80\x8d👧¶12 мая 2024¶12. März 2024¶2024年3月12日¶é É¶Ǩ. Č.¶中。文！¶
"""
    ),
    b"a" + "\u0301".encode() * 300,
]
NUMBERS = [
    *_tokens(
        r"""
0¶-1¶1e999¶-0.0¶NaN¶Infinity¶2147483648¶9223372036854775808¶18446744073709551616¶99999999¶9999999999¶9999999999999¶
99999999999999999999999999999999999999999999999999¶1e400¶000¶
"""
    ),
    b"9" * 5000,
    b"0x" + b"f" * 5000,
]
DATES = [
    *_tokens(
        r"""
2024-02-30¶0000-00-00¶31 February 2024¶12.13.2024¶03/04/2024¶9999-12-31T23:59:59-14:00¶0001-01-01T00:00:00+14:00¶
2024-03-12T25:61:61Z¶2024-03-12T10:00:00+99:99¶2024-03-12T10:00:00.123456789Z¶Tue, 12 Mar 2024 25:61:61 +9999¶
Tue, 12 Mar 0000 10:00:00 -9999¶Tue, 31 Dec 9999 23:59:59 -1200¶20241332¶Mon, 1 Jan 0001 00:00:00 +1400¶12 Mar 10000¶
1 January 0000¶00000000¶Published: 12 March 2024 on at GMT¶
"""
    ),
]
ADDRESSES = [
    *_tokens(
        r"""
http://[::1¶http://[¶https://a.example:99999999/¶file:///etc/passwd¶javascript:alert(1)¶http://][¶../../etc/passwd¶C:\\x¶
https://xn--a.example/%ff%00¶http://169.254.169.254/¶//¶
"""
    ),
    b"https://" + b"a." * 500,
]
CODE = [
    *_tokens(
        r"""
=1+1¶@SUM(A1)¶+cmd|'/c x'!A0¶<script>alert(1)</script>¶<img src=x onerror=alert(1)>¶{{7*7}}¶${x}¶%s%n¶
'; DROP TABLE articles; --¶&amp;&amp;&amp;&amp;&amp;¶&#55296;¶&#x110000;¶&#0;¶&nbsp;¶\\ud800¶\\u0000¶<!ENTITY a 'b'>¶
<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>¶]]>¶<![CDATA[¶<!--¶-->¶<?x¶
"""
    ),
]
NESTS = [
    *_tokens(
        r"""
[¶{¶(¶<¶"¶'¶\\¶[[¶{"a":¶<b>¶<div>¶((¶{\\b ¶> ¶- ¶*¶_¶`¶#¶
"""
    ),
]
# Ends and openings that the cleaning and the metadata look for: many of them in a row are what makes a pattern slow.
PHRASES = [
    *_tokens(
        r"""
By ¶By A ¶Ann Roe and ¶van der ¶Reporting by ¶reporting by a (¶Source: ¶Title: ¶Published: ¶citing ¶according to the ¶
The Daily ¶News Agency ¶Velian Wire ¶told ¶ reports, citing ¶J. R. ¶Photo: ¶Read also: ¶(AP) ¶/TASS/¶— ¶“¶” ¶...¶? ¶!” ¶
Image credit: ¶Home | ¶EN RU ¶1.2K views ¶a.b.c.¶www.a.¶a@a.¶(c) 2024 ¶copyright ¶p.m. ¶No. 5 ¶1. ¶Maj.-Gen. ¶[1]¶\n\n¶\n¶ ¶
\t¶A¶a ¶A ¶Aa ¶&¶of the ¶de la ¶|¶
"""
    ),
]
OF_FORMAT: dict[str, list[bytes]] = {
    "json": [
        *_tokens(
            r"""
null¶true¶\x22\x22¶[]¶{}¶{"a":1,"a":2}¶"\\ud800"¶"\\udc00\\ud800"¶[{}]¶//¶,¶:¶}{¶
"""
        ),
    ],
    "csv": [
        *_tokens(
            r"""
"¶\x22\x22¶\x22\x22\x22¶,¶;¶\t¶|¶\r¶\r\n¶","¶"\n"¶,,,,,,,,¶text¶text,text¶sep=;¶
"""
        ),
    ],
    "markdown": [
        *_tokens(
            r"""
---\n¶...\n¶title: [¶title: {a: b¶&a [*a]¶*a¶!!python/object/apply:os.system [x]¶? [1]: 2¶!!binary x¶date: 2024-13-45¶
date: 2024-02-30T99:99:99¶title: |\n  a¶<<: *a¶1: 2¶? \n¶: ¶**¶__¶![¶](¶```¶~~~¶[a]: b¶\\¶<!--¶# ¶> ¶* * *¶[a][b]¶***a**¶_a¶
"""
        ),
        b"title: 0x" + b"f" * 5000,
        # A few lines that unfold to 9 to the sixth entries.
        b"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
        b"d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\ntitle: [*e,*e,*e,*e,*e,*e,*e,*e,*e]",
    ],
    "mail": [
        *_tokens(
            r"""
From: ¶Subject: =?utf-8?B?/w==?=¶Subject: =?x?Q?=E9?=¶Date: x¶Content-Type: multipart/mixed¶--x\n¶--x--\n¶
Content-Type: multipart/mixed; boundary=x\n\n--x\n¶Content-Type: message/rfc822\n\n¶Content-Transfer-Encoding: base64\n¶
Content-Transfer-Encoding: uuencode\n\nbegin 644 ../x\n¶Content-Transfer-Encoding: quoted-printable\n¶=E9=¶=\n¶=ZZ¶
charset=utf-7¶charset=idna¶charset=unicode_escape¶charset=rot13¶charset=undefined¶charset=punycode¶charset=¶
charset*0*=utf-8''%ff¶charset*=x'y¶boundary=¶boundary=\x22\x22¶format=flowed¶Content-Location: http://[¶\nFrom ¶
\nFrom a Tue Mar 12 10:00:00 2024\nFrom: a\n¶Begin forwarded message:\n¶> From: a\n> Date: b\n¶Content-Disposition: x¶
"""
        ),
    ],
    "nexis": [
        *_tokens(
            r"""
End of Document\n¶Body\n¶Text\n¶Load-Date: \n¶Length: \n¶Classification\n¶Byline: ¶Language: ;;¶1 of 2 DOCUMENTS\n¶
Dokument 1 von 2\n¶BYLINE: \n¶LENGTH:\n¶BODY:\n¶HEADLINE: \n¶SUBJECT: (90%)\n¶URL: http://[¶March 12, 2024\n¶
No Headline In Original\n¶UPDATE: 1\n¶GRAPHIC:\n¶Copyright 2024\n¶LANGUAGE: \n¶AUTOR: ¶
"""
        ),
    ],
    "factiva": [
        *_tokens(
            r"""
HD   ¶HD\n¶BY   \n¶PD   x\n¶SN   \n¶LP   ¶TD\n¶AN   Document LANTPO0020240312ek3c0001r\n¶LA   \n¶355 words\n¶words\n¶(c)\n¶
15:32\n¶| HD |¶<div class="article enArticle">¶<tr><td>HD</td><td>¶</td>¶Factiva¶<span class="enHeadline">¶
<p class="articleParagraph">¶Document A¶class="author"¶12 March 2024\n¶
"""
        ),
    ],
    "proquest": [
        *_tokens(
            r"""
____________________________________________________________\n¶Title: ¶Full text: ¶Full text: Not available.¶Author: ,;,;¶
Publication title: ¶\n\nLocation: x¶Database: ¶URL: http://[¶Publication date: x¶Language of publication: ;¶
"""
        ),
        b"_" * 5000,
        b"Author: " + b"a, b; " * 50,
    ],
    "rtf": [
        *_tokens(
            r"""
\\u¶\\u-99999 ?¶\\u55357 ?¶\\u99999999999 ?¶\\'zz¶\\'ff¶\\ansicpg99999¶\\uc99999999¶\\bin99999999 ¶{\\*\\¶{\\info{\\title ¶
\\cell¶\\row¶\\pard¶{\\pict ¶\\fldrslt¶\\creatim\\yr99999\\mo13\\dy99¶}}}}¶{{{{¶\\fonttbl{\\f0\\fcharset999 x}¶\\ansicpg1361¶
\\ansicpg0¶\\upr¶\\ud¶{\\field{\\*\\fldinst HYPERLINK¶\\~¶\\-¶
"""
        ),
    ],
    "xml": [
        *_tokens(
            r"""
<w:p>¶</w:p>¶<w:tbl>¶<w:t>¶<w:txbxContent>¶<w:pStyle w:val='x'/>¶<text:s text:c="999999999"/>¶<text:p>¶<table:table-row>¶
<c r="ZZZ999999" t="s"><v>99999</v></c>¶<c r="A0"><v>x</v></c>¶<row r="0">¶<row r="99999999">¶<c t="d"><v>2024-13-45</v></c>¶
<c t="e"><v>#N/A</v></c>¶<c t="inlineStr"><is><t>x</t></is></c>¶<f>1+1</f>¶xmlns:x=''¶<item>¶<entry>¶<pubDate>x</pubDate>¶
<updated>9999-99-99</updated>¶<content type="xhtml">¶<!ENTITY¶encoding='x'¶<content type="application/octet-stream">¶
<dc:date>-1</dc:date>¶xml:base="http://["¶<link href="http://["/>¶<summary/>¶
"""
        ),
    ],
    "html": [
        *_tokens(
            r"""
<meta charset="x">¶<meta charset="utf-7">¶<time datetime="9999-99-99">¶<html lang='\xff'>¶<article>¶<h1>¶<table>¶
<link rel="canonical" href="http://[">¶<script type="application/ld+json">¶{"@graph": [[[¶{"headline": 1}¶<svg><p>¶
<meta name="date" content="0001-01-01">¶<meta content="x">¶<template>¶<base href='http://['>¶<math>¶<frameset>¶<p><b><p><i>¶
</html>¶<textarea>¶<plaintext>¶<noscript>¶
"""
        ),
        b"<a href='" + b"x" * 3000 + b"'>",
        b"<br>" * 200,
    ],
    "pdf": [
        *_tokens(
            r"""
(¶)¶<<¶>>¶BT¶ET¶Tj¶0 0 0 0 re¶1 0 obj¶endobj¶stream\n¶endstream¶7 0 R¶/Encrypt 1 0 R¶/F1 0 Tf¶/F1 1e30 Tf¶/F1 -9 Tf¶
99999999999 0 Td¶/Kids [2 0 R]¶/Length 99999999¶/Filter /FlateDecode¶\\777¶/MediaBox [0 0 0 0]¶/MediaBox [nan 0 1e38 1]¶
/Count 99999999¶(D:99999999999999)¶/Prev 0¶xref¶
"""
        ),
        b"q " * 2000,
    ],
    "packed": [
        *_tokens(
            r"""
PK\x03\x04¶PK\x01\x02¶PK\x05\x06¶\x1f\x8b\x08¶BZh9¶\xfd7zXZ\x00¶ustar¶WARC/1.0\r\n¶Content-Length: 99999999¶
Content-Length: -1¶Content-Length: x¶WARC-Target-URI: http://[\r\n¶HTTP/1.1 200¶WARC-Type: resource\r\n¶\r\n\r\n¶
Content-Encoding: br\r\n¶Transfer-Encoding: chunked\r\n¶WARC-Date: x\r\n¶\xff\xff\xff\xff\xff\xff\xff\xff¶PAX¶././@LongLink¶
77777777777¶PAR1¶../¶/etc/x¶\\..\\¶\xff\xff\xff\xff¶\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80¶
"""
        ),
        b"\x00" * 512,
    ],
}
GENERAL = [*UNICODE, *NUMBERS, *DATES, *ADDRESSES, *CODE, *PHRASES]

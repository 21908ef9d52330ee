"""The invented report that the fuzz runs start from, and the exports of databases that hold it: small, valid, made in code."""

from __future__ import annotations

TITLE = "Ferries stop as ice closes the Nordal strait"
FIRST = (
    "NORDAL, 12 March 2024 (Reuters) — Harbour master Ilse Brandt said on Tuesday that no ferry would sail before the weekend."
)
SECOND = "“The ice is a metre thick,” she told Velian Wire. Colonel J. R. Tamm, who heads the guard, sent two Mi-8 helicopters."
THIRD = "Reporting by Ann Roe; editing by Bo Doe"
_RULE = "_" * 60

NEXIS = f"""\
User Name: A. Reader
Date and Time: Wednesday, June 19, 2024
Documents (2)
1. {TITLE}
Search Terms: ice
{TITLE}
The Lantern Post (Nordal)
March 12, 2024 Tuesday
Final Edition
Copyright 2024 Lantern Media
Section: NEWS; Pg. 3
Length: 55 words
Byline: Ann Roe
Highlight: No ferry
Body
{FIRST}
{SECOND}
Graphic
A ferry
Load-Date: March 13, 2024
End of Document
Tractors
Velian Courier
March 14, 2024 Thursday 4:04 PM GMT
Length: 90 words
Body
{SECOND}
{FIRST}
Classification
Language: ENGLISH
Load-Date: March 15, 2024
End of Document""".encode()

LEXIS = f"""\
Time Of Request: Friday, March 15, 2024

   1 of 2 DOCUMENTS

   Lantern Post

   March 12, 2024 Tuesday

{TITLE}

BYLINE: Ann Roe

SECTION: NEWS; Pg. 3

LENGTH: 355 words

{FIRST}

{SECOND}

LOAD-DATE: March 13

LANGUAGE: ENGLISH

   2 of 2 DOCUMENTS

   Courier

 January 11, 1999, Monday

HEADLINE: Tractors

BODY:
{SECOND}

SUBJECT: FACTORIES (90%)

   Copyright 2024 Courier Ltd""".encode()

FACTIVA = f"""\
SE   News
HD   {TITLE}
BY   Ann Roe
WC   355 words
PD   12 March 2024
ET   15:32
SN   Lantern Post
SC   LANTPO
LA   English
CY   (c) 2024 Lantern
LP   {FIRST}
TD   {SECOND}
AN   Document LANTPO0020240312ek3c0001r""".encode()

FACTIVA_PLAIN = f"""\
World News
{TITLE}
By Ann Roe
355 words
12 March 2024
15:32
The Lantern Post
LANTPO
English
(c) 2024 Lantern Media. All rights reserved.
{FIRST}
{SECOND}
Document LANTPO0020240312ek3c0001r
Factiva""".encode()

PROQUEST = f"""
{_RULE}

{TITLE}

Author: Roe, Ann; Doe, Bo

Abstract: Ice.

Full text: {FIRST}
{SECOND}

Subject: Ferries

Title: {TITLE}

Publication title: Lantern Post

Publication date: Mar 12, 2024

Language of publication: English

Document URL: https://proquest.example/1

Database: Newsstream

{_RULE}

Tractors

Full text: Not available.

Title: T

Publication title: Courier

Database: Newsstream

{_RULE}

Contact us""".encode()


def factiva_page() -> bytes:
    """Return a saved page of Factiva: an article with codes and one without."""
    fields = [line.split("   ", 1) for line in FACTIVA.decode().splitlines()]
    rows = "".join(f"<tr><td><b>{code}</b>&nbsp;</td><td><p>{words}</p></td></tr>" for code, words in fields)
    divs = "".join(f"<div>{line}</div>" for line in ("355 words", "12 March 2024", "15:32", "Lantern Post"))
    head = f'<span class="enHeadline">{TITLE}</span>{divs}'
    plain = f'<div class="article enArticle">{head}<p class="articleParagraph">{FIRST}</p></div>'
    return f'<html><body><div class="article enArticle"><table>{rows}</table></div>{plain}</body></html>'.encode()


def lexis_page() -> bytes:
    """Return an export of the former LexisNexis as a page."""
    head = ("1 of 2 DOCUMENTS", "Lantern Post", "March 12, 2024 Tuesday", TITLE, "BYLINE: Ann Roe", "LENGTH: 30 words")
    body = "".join(f'<div class="c0"><p class="c1"><span class="c2">{line}</span></p></div>\n' for line in (*head, FIRST, SECOND))
    return f"<html><head><style>.c0 {{}}</style></head><body>{body}<p>LOAD-DATE: March 13, 2024</p></body></html>".encode()

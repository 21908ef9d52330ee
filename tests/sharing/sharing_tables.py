"""Small tables for the tests of the exports: plain ones, and some whose every text is hostile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from helpers.network import count_edges, find_pairs
from helpers.tables import as_table, empty_table

Article = tuple[str, str | None, str | None, list[str]]  # outlet, date, address, sentences; the first is the title
Entity = tuple[str, str, str]  # id, kind, name

HOSTILE = (
    "=cmd|' /C calc'!A0",
    '<script>alert(1)</script><img src=x onerror="alert(2)">',
    "![[secret]] [[Index|click]] [x](javascript:alert(3))",
    "```dataview LIST``` `= this.file` `$= dv.pages()` %%hidden%% [a:: b]",
    '<% tp.system.prompt() %> {{date}} <%* await eval("1") %>',
    "#tag ==mark== $$x^2$$ ~~gone~~ | cell ^block __init__ **bold** obsidian://open?vault=x",
    "\x00\x0b\u202eevil\uffff\ttab\nline",
)


def make_tables(
    articles: Sequence[Article], entities: Sequence[Entity], *, copies: Mapping[int, int] | None = None, n_apart: int = 0
) -> dict[str, pd.DataFrame]:
    """Make all six tables from articles; an entity is mentioned where its name stands in a sentence.

    `copies` maps a copy to its original; `n_apart` is the window in sentences.
    """
    rows, sentences, mentions = [], [], []
    for number, (outlet, date, url, said) in enumerate(articles):
        article, place, text = f"a{number:02d}", 0, ""
        for i, sentence in enumerate(said):
            text += ("\n\n" if i else "") + sentence
            place = len(text) - len(sentence)
            sentences.append({"article_id": article, "sentence": i, "paragraph": i, "start": place, "end": len(text)})
            mentions += [
                {"article_id": article, "sentence": i, "start": place + at, "end": place + at + len(name), "surface": name}
                | {"kind": kind, "entity_id": entity, "variant": None, "how": "name", "score": None}
                for entity, kind, name in entities
                if (at := sentence.find(name)) >= 0
            ]
        cluster = f"a{(copies or {}).get(number, number):02d}"
        rows.append(
            {
                "article_id": article,
                "text_id": article,
                "path": f"folder/{article}.txt",
                "row": None,
                "title": said[0],
                "text": text,
            }
            | {"published": date, "published_quality": "stated" if date else "missing", "outlet": outlet, "attributed_to": None}
            | {"author": None, "url": url, "language": "en", "n_words": 1, "cluster_id": cluster, "is_copy": cluster != article}
        )
    tables = {
        "articles": as_table(pd.DataFrame(rows), "articles"),
        "sentences": as_table(pd.DataFrame(sentences), "sentences"),
        "mentions": as_table(pd.DataFrame(mentions, columns=list(empty_table("mentions"))), "mentions"),
    }
    tables["entities"] = _entities(entities, tables["mentions"])
    window = n_apart or "sentence"
    tables["pairs"] = find_pairs(tables["mentions"], tables["sentences"], articles=tables["articles"], window=window)
    tables["edges"] = count_edges(
        tables["pairs"], tables["articles"], tables["entities"], mentions=tables["mentions"], window=window
    )
    return tables


def _entities(entities: Sequence[Entity], mentions: pd.DataFrame) -> pd.DataFrame:
    counts = mentions.groupby("entity_id")["article_id"].agg(["size", "nunique"])
    listed = [
        {"entity_id": entity, "kind": kind, "name": name, "aliases": [f"{name} again"], "countries": ["NO"], "category": None}
        | {"in_knowledge_base": True, "may_be": []}
        | {"n_mentions": int(counts["size"].get(entity, 0)), "n_articles": int(counts["nunique"].get(entity, 0))}
        for entity, kind, name in entities
    ]
    return as_table(pd.DataFrame(listed), "entities")


ENTITIES: list[Entity] = [
    ("NO", "country", "Norway"),
    ("ada-quill", "person", "Ada Quill"),
    ("leopard-2", "weapon", "Leopard 2"),
    ("lone-star", "weapon", "Lone Star"),
]
ARTICLES: list[Article] = [
    (
        "Gazette",
        "2024-05-03",
        "https://gazette.example/one?a=1&b=(2)",
        ["Ada Quill in Norway", "Ada Quill saw a Leopard 2 in Norway."],
    ),
    ("Gazette", "2024-03-01", None, ["A quiet day", "Norway showed Ada Quill its fleet.", "Lone Star is a name."]),
    ("Courier", "2024-05-04", None, ["Another headline", "Ada Quill saw a Leopard 2 in Norway."]),
    ("Courier", None, "ftp://courier.example/two", ["Undated", "A Leopard 2 stood in Norway."]),
]


def plain_tables() -> dict[str, pd.DataFrame]:
    """Four articles, the third a copy of the first, the fourth without a date; one entity without a tie."""
    return make_tables(ARTICLES, ENTITIES, copies={2: 0})


def hostile_tables() -> dict[str, pd.DataFrame]:
    """Every payload as the name of an entity, in a title, a sentence, an outlet and an address."""
    entities = [("NO", "country", "Norway"), *((f"e{i}", "person", text) for i, text in enumerate(HOSTILE))]
    articles: list[Article] = [
        (text, "2024-05-03", f"https://x.example/{text}", [text, f"Norway met {text} and said {text}"]) for text in HOSTILE
    ]
    return make_tables(articles, entities)

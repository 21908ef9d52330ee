import networkx as nx
import pandas as pd
import pytest
from lxml import html

from helpers.network.asking import path_between, path_evidence
from helpers.plots.show import show_evidence, show_path, show_tie
from helpers.tables import TABLES, as_table

TEXT = "Ana <img src=x onerror=alert(1)> met Bo & Co."


def table(name, *rows):
    return as_table(pd.DataFrame([dict.fromkeys(TABLES[name].columns) | row for row in rows]), name)


ARTICLES = table(
    "articles",
    *(
        {
            "article_id": a,
            "text": TEXT,
            "title": "<b>T</b>",
            "outlet": "O",
            "path": f"{a}.txt",
            "cluster_id": c,
            "is_copy": a != c,
        }
        for a, c in (("a", "a"), ("b", "a"), ("d", "c"), ("e", "c"))
    ),
)
IDS = list(ARTICLES["article_id"])
SENTENCES = table("sentences", *({"article_id": a, "sentence": 0, "paragraph": 0, "start": 0, "end": len(TEXT)} for a in IDS))
AT = {"ana": (0, 3), "bo": (TEXT.index("Bo"), TEXT.index("Bo") + 2)}
MENTIONS = table(
    "mentions",
    *(
        {
            "article_id": a,
            "sentence": 0,
            "start": s,
            "end": e,
            "surface": TEXT[s:e],
            "kind": "person",
            "entity_id": who,
            "how": "name",
        }
        for a in IDS
        for who, (s, e) in AT.items()
    ),
)
PAIRS = table(
    "pairs",
    *(
        {
            "source": "ana",
            "target": "bo",
            "article_id": a,
            "sentence": 0,
            "distance": 0,
            "is_apposition": False,
            "by_coreference": False,
        }
        for a in IDS
    ),
)
GRAPH = nx.Graph()
GRAPH.add_node("ana", name="Ana <script>", kind="person")
GRAPH.add_node("bo", name="Bo", kind="country")
GRAPH.add_node("cy", name="Cy", kind="weapon")
GRAPH.add_edge("ana", "bo")
TABLES_OF_RUN = (PAIRS, ARTICLES, SENTENCES, MENTIONS)


def test_a_tie_opens_by_name_with_both_marked():
    page = html.fromstring(show_tie(GRAPH, "Bo", "ana", *TABLES_OF_RUN).data)
    assert page.xpath("//h3/text()") == ["Bo – Ana <script>"]
    marks = [(mark.get("class"), mark.text) for mark in page.xpath("//mark")][:2]
    assert marks == [("person", "Ana"), ("country", "Bo")]
    assert page.xpath("//blockquote")[0].text_content().startswith(TEXT)


def test_nothing_in_a_text_becomes_an_element():
    page = html.fromstring(show_tie(GRAPH, "ana", "bo", *TABLES_OF_RUN).data)
    assert {element.tag for element in page.iter()} == {"section", "h3", "blockquote", "mark", "footer"}


def test_a_copy_without_its_original_speaks_for_the_report():
    page = html.fromstring(show_tie(GRAPH, "ana", "bo", *TABLES_OF_RUN).data)
    footers = page.xpath("//footer/text()")
    # d is a copy of an article that is not here, e another: one report, as a with its copy b is
    assert [footer.split(" · ")[-2].split(",")[0] for footer in footers] == ["a.txt", "d.txt"]
    assert all(footer.endswith("carried by 1 more") for footer in footers)


def test_articles_without_a_cluster_are_reports_of_their_own():
    alone = ARTICLES.assign(cluster_id=pd.NA, is_copy=False).astype({"cluster_id": "str"})
    page = html.fromstring(show_tie(GRAPH, "ana", "bo", PAIRS, alone, SENTENCES, MENTIONS).data)
    assert len(page.xpath("//blockquote")) == 4


def test_two_that_never_met_are_a_sentence_and_an_unknown_one_is_refused():
    page = show_tie(GRAPH, "ana", "cy", *TABLES_OF_RUN).data
    assert "Ana &lt;script&gt; and Cy are never named together." in page
    with pytest.raises(ValueError, match="'Boo' is not in the network"):
        show_tie(GRAPH, "ana", "Boo", *TABLES_OF_RUN)


def test_a_path_has_a_block_per_tie():
    found = path_evidence(path_between(GRAPH, "ana", "bo"), *TABLES_OF_RUN)
    twice = pd.concat([found, found.assign(step=2, source="bo", target="ana")])
    page = html.fromstring(f"<div>{show_path(twice, GRAPH, n=1).data}</div>")
    assert page.xpath("//h3/text()") == ["Ana <script> – Bo", "Bo – Ana <script>"]
    assert page.xpath("//p/text()") == ["and 1 more", "and 1 more"]
    assert str(show_evidence(found, title="t").data).count("<blockquote>") == 2

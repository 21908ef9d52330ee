"""The explorer's page: what it holds, that nothing in it can act, how large it is, and that it counts as `count_edges` does."""

import base64
import hashlib
import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from explorer_corpus import PAYLOADS, Corpus, generated_corpus, hostile_corpus, make_corpus
from helpers.network import build_graph, count_edges, find_pairs
from helpers.plots import explorer
from helpers.plots.explorer import explore
from helpers.plots.explorer.page import MODULES, as_json
from helpers.plots.explorer.places import places
from helpers.plots.explorer.sentences import in_utf16, shortened

FOLDER = Path(explorer.__file__).parent
UNDATED = {"title": "t", "path": "p", "outlet": "o", "url": None, "published": None, "published_quality": "missing"}
UNDATED |= {"cluster_id": None, "is_copy": False}
COUNTS = ["n_sentences", "n_articles", "n_reports", "n_outlets", "n_apposition", "first_seen", "last_seen"]


class Scripts(HTMLParser):
    """What a browser would take for script elements, and every tag."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[dict, str]] = []
        self.tags: Counter[str] = Counter()
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.inside = tag == "script"
        if self.inside:
            self.found.append((dict(attrs), ""))

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.found[-1] = (self.found[-1][0], self.found[-1][1] + data)


@pytest.fixture(scope="module")
def hostile() -> Corpus:
    return hostile_corpus()


@pytest.fixture(scope="module")
def small() -> Corpus:
    return generated_corpus(40, 90, 260, 60)


def page_of(corpus: Corpus, **options) -> explorer.Explorer:
    return explore(corpus.graph, **corpus.tables, **options)


def held(page: explorer.Explorer) -> dict:
    return json.loads(next(text for attributes, text in Scripts(page.html).found if attributes["type"] == "application/json"))


def same_counts(ties: pd.DataFrame, edges: pd.DataFrame) -> None:
    """Compare ties of a page, without those that no article is left for, with the table `edges`."""
    shown = ties[ties["n_sentences"] > 0].set_index(["source", "target"]).sort_index()
    wanted = edges.set_index(["source", "target"]).sort_index()
    assert list(shown.index) == list(wanted.index)
    for column in COUNTS:
        left, right = shown[column].astype(wanted[column].dtype), wanted[column]
        assert (left.eq(right) | (left.isna() & right.isna())).all(), column


def test_counts_are_those_of_the_edges(small):
    ties = page_of(small, min_reports=1).tables()["ties"]
    assert len(ties) == 90
    same_counts(ties, small.edges)


@pytest.mark.parametrize(
    "link",
    [
        "from=2023-01-01",
        "to=2022-12-31",
        "from=2022-03-01&to=2023-06-30&outlet=Outlet+1&outlet=Outlet+2&outlet=Outlet+4",
        "outlet=Outlet+3",
        "outlet=-",
    ],
)
def test_counts_under_a_filter_are_those_of_the_articles_left(small, link):
    said = dict(part.split("=") for part in link.split("&"))
    articles = small.articles
    kept = articles["published"].between(said.get("from", "1900-01-01"), said.get("to", "2100-01-01"))
    if "outlet" in said:
        kept &= articles["outlet"].isin([o.replace("+", " ") for o in re.findall(r"outlet=([^&]+)", link)])
    ties = page_of(small, min_reports=1).tables(link)["ties"]
    same_counts(ties, small.counted(kept))


def test_copies_outlets_and_bad_dates_count_as_in_the_edges(hostile):
    same_counts(page_of(hostile, min_reports=1).tables()["ties"], hostile.edges)


def test_filters_leave_what_they_say(small):
    page = page_of(small, min_reports=1)
    some = page.tables("min=2")["ties"]
    assert 0 < len(some) < 90
    assert (some["n_reports"] >= 2).all()
    shown = page.tables("kind=person&kind=weapon&class=drone")["nodes"]
    assert set(shown["kind"]) == {"person", "weapon"}
    assert set(shown["category"].dropna()) == {"drone"}
    near = page.tables("only=n0000")
    assert set(near["nodes"]["entity_id"]) == {"n0000", *small.graph["n0000"]}
    tie = near["ties"].iloc[0]
    words = page.tables(f"page.html#select={tie['target']}&select={tie['source']}")["evidence"]
    assert len(words) == tie["n_sentences"]


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("nonsense=1", "'nonsense' is not known"),
        ("only=nobody", "'nobody' is no entity"),
        ("min=few", "number"),
        ("from=May", "date"),
    ],
)
def test_a_bad_link_is_refused(small, link, said):
    with pytest.raises(ValueError, match=said):
        page_of(small).tables(link)


def test_measures_are_offered_where_the_ties_have_them(small):
    graph = small.graph.copy()
    for place, (a, b) in enumerate(sorted(graph.edges)):
        graph.edges[a, b].update(npmi=place / 100, q=0.01 * place, p_disparity=0.5, is_disparity=True, npmi_low=0.0)
    data = held(explore(graph, **small.tables, min_reports=1))
    assert "npmi" in data["measures"]
    assert not {"q", "p_disparity", "is_disparity", "npmi_low", "n_reports"} & set(data["measures"])
    assert {"npmi", "q", "p_disparity", "npmi_low"} <= set(data["ties"])
    assert len(explore(graph, **small.tables, min_reports=1).tables("q=0.05")["ties"]) == 6


def test_hostile_text_stays_text(hostile):
    page = page_of(hostile, title=PAYLOADS[1], note=PAYLOADS[3])
    scripts = Scripts(page.html)
    assert [attributes["type"] for attributes, _ in scripts.found] == ["application/json", "module"]
    assert scripts.tags["img"] == 0
    assert scripts.tags["style"] == 1
    data = held(page)
    assert set(data["articles"]["outlets"]) <= set(PAYLOADS)
    assert [name.rsplit(" ", 1)[0] for name in data["nodes"]["name"]] == list(PAYLOADS)
    around = page.html.replace(as_json(data), "")
    assert not any(payload in around for payload in PAYLOADS if "<" in payload)


def test_data_holds_nothing_that_ends_a_script(hostile):
    text = as_json(page_of(hostile)._data)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(as_json({"a": "\ud800</script>"})) == {"a": "\ufffd</script>"}


def test_only_addresses_of_the_web_are_held(hostile):
    urls = {url for url in held(page_of(hostile))["articles"]["url"] if url}
    assert urls
    assert all(url.startswith("https://") for url in urls)


def test_the_policy_allows_the_pages_own_script_and_style_alone(small):
    page = page_of(small).html
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag, directive in (('script type="module"', "script-src"), ("style", "style-src")):
        inside = re.search(rf"<{tag}>(.*?)</{tag.split()[0]}>", page, re.DOTALL)[1]
        found = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{directive} 'sha256-{found}'" in policy


def test_modules_write_no_markup_and_ask_nobody():
    writes = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\.cssText"
    runs = r"\beval\(|new Function|fetch\(|XMLHttpRequest|\bimport\("
    for path in FOLDER.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(f"{writes}|{runs}", text), path.name
        assert set(re.findall(r"https?://[\w./]+", text)) <= {"http://www.w3.org/2000/svg"}, path.name
        assert "</script" not in text.lower()
        assert "<!--" not in text


def test_modules_fit_in_one_script():
    assert {path.stem for path in FOLDER.glob("*.js")} == set(MODULES)
    names: Counter[str] = Counter()
    for place, module in enumerate(MODULES):
        text = (FOLDER / f"{module}.js").read_text(encoding="utf-8")
        names.update(re.findall(r"^(?:export )?(?:async )?(?:const|let|function|class) (\w+)", text, re.MULTILINE))
        for imported in re.findall(r'from "\./(\w+)\.js"', text):
            assert MODULES.index(imported) < place, f"{module} stands before {imported}"
    assert [name for name, count in names.items() if count > 1] == []


def test_page_is_the_same_whatever_the_order_of_rows(small):
    assert page_of(small).html == page_of(small.shuffled()).html


def test_size_of_two_hundred_names_with_two_thousand_sentences():
    corpus = generated_corpus(200, 800, 2000, 400)
    page = page_of(corpus)
    assert len(held(page)["sentences"]["text"]) == 2000
    assert len(page.html.encode()) <= 1_000_000


def test_evidence_can_be_short_or_none(small):
    short, none = held(page_of(small, evidence="short")), held(page_of(small, evidence="none"))
    assert max(len(re.findall(r"[^\s…]+", text)) for text in short["sentences"]["texts"]) <= 25
    assert none["sentences"]["texts"] == []
    assert none["meetings"] == short["meetings"]
    with pytest.raises(ValueError, match="one of full, short, none"):
        page_of(small, evidence="some")


def test_words_nearest_to_the_names_are_kept():
    text = " ".join(f"w{i}" for i in range(60)).replace("w30", "Ada Bell").replace("w50", "Patriot")
    start, late = text.index("Ada"), text.index("Patriot")
    cut, names = shortened(text, [(start, start + 8, 4), (late, late + 7, 2)])
    assert [cut[a:b] for a, b, _ in names] == ["Ada Bell", "Patriot"]
    assert [node for *_, node in names] == [4, 2]
    assert cut.startswith("… w")
    assert cut.count("…") == 3
    assert len(cut.replace("…", "").split()) == 25
    assert shortened("Ada met Patriot", [(0, 3, 4)]) == ("Ada met Patriot", [(0, 3, 4)])


def test_offsets_count_as_javascript_does():
    assert in_utf16("🚀 Ada", [(2, 5, 0)]) == [(3, 6, 0)]
    assert in_utf16("é Ada", [(2, 5, 0)]) == [(2, 5, 0)]


def test_names_stand_where_the_offsets_say(hostile):
    data = held(page_of(hostile))
    words = data["sentences"]
    for text, names in zip(words["text"], words["names"], strict=True):
        units = words["texts"][text].encode("utf-16-le")
        for start, end, node in zip(names[::3], names[1::3], names[2::3], strict=True):
            assert units[2 * start : 2 * end].decode("utf-16-le") == hostile.entities["name"][node]


def test_every_tie_keeps_a_sentence_when_there_is_room_for_few(small):
    data = held(page_of(small, max_sentences=95))
    assert len(data["sentences"]["text"]) == 95
    kept = set(zip(data["sentences"]["article"], data["sentences"]["number"], strict=True))
    met = data["meetings"]
    rows = zip(met["tie"], met["article"], met["sentence"], strict=True)
    assert {tie for tie, article, sentence in rows if (article, sentence) in kept} == set(range(90))


def test_sentences_between_two_far_names_are_held():
    corpus = make_corpus(
        ["Ada", "Ukraine"],
        [(0, "{} spoke.", (0,)), (0, "It rained.", ()), (0, "{} did not answer.", (1,))],
        [UNDATED],
    )
    pairs = find_pairs(corpus.mentions, corpus.sentences, articles=corpus.articles, window=2)
    graph = build_graph(corpus.entities, count_edges(pairs, corpus.articles, corpus.entities))
    data = held(explore(graph, **{**corpus.tables, "pairs": pairs}))
    assert data["sentences"]["texts"] == ["Ada spoke.", "It rained.", "Ukraine did not answer."]
    assert data["meetings"]["distance"] == [2]


def test_meetings_by_coreference_are_counted_apart(small):
    extra = small.pairs.head(1).assign(by_coreference=True, sentence=small.pairs["sentence"].iloc[0], distance=0)
    pairs = pd.concat([small.pairs, extra], ignore_index=True)
    page = explore(small.graph, **{**small.tables, "pairs": pairs}, min_reports=1)
    assert sum(flag >= 2 for flag in held(page)["meetings"]["flags"]) == 1
    same_counts(page.tables()["ties"], small.edges)


def test_pairs_of_another_window_are_refused(small):
    with pytest.raises(ValueError, match="give the pairs that this graph was counted from"):
        explore(small.graph, **{**small.tables, "pairs": small.pairs.iloc[1:]})


def test_tables_that_lack_something_are_refused(small):
    with pytest.raises(ValueError, match="no place for n0039"):
        page_of(small, positions=pd.DataFrame({"entity_id": [f"n{i:04d}" for i in range(39)], "x": 0.0, "y": 0.0}))
    with pytest.raises(ValueError, match="not in the table articles"):
        explore(small.graph, **{**small.tables, "articles": small.articles.iloc[1:]})
    with pytest.raises(ValueError, match="not in the table sentences"):
        explore(small.graph, **{**small.tables, "sentences": small.sentences.iloc[1:]})


def test_a_graph_without_ties_makes_a_page():
    corpus = make_corpus(["Ada"], [(0, "{} spoke.", (0,))], [UNDATED])
    page = page_of(corpus)
    assert page.tables("alone=1")["nodes"]["entity_id"].tolist() == ["n0000"]
    assert len(explore(nx.Graph(), **corpus.tables).tables()["nodes"]) == 0


def test_in_a_notebook_the_page_is_a_frame_that_cannot_reach_out(hostile):
    page = page_of(hostile, title=PAYLOADS[4])
    frame = page._repr_mimebundle_()["text/html"]
    parsed = Scripts(frame)
    assert parsed.tags == {"iframe": 1}
    assert "allow-same-origin" not in frame
    assert "sandbox=" in frame
    found = []
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attrs: found.append(dict(attrs))
    reader.feed(frame)
    assert found[0]["srcdoc"] == page.html
    assert "11 entities" in page._repr_mimebundle_()["text/plain"]


def test_saved_page_is_the_page(small, tmp_path):
    page = page_of(small)
    path = page.save(tmp_path / "page.html")
    assert path.read_text(encoding="utf-8") == page.html
    assert [p.name for p in tmp_path.iterdir()] == ["page.html"]


def test_the_part_that_opens_keeps_its_places(random_graph):
    graph = random_graph(150)
    for a, b, data in graph.edges(data=True):
        graph.edges[a, b].update(n_reports=int(data["weight"]), n_articles=int(data["weight"]))
    first, again = places(graph, seed=4, max_core=40), places(graph, seed=4, max_core=40)
    pd.testing.assert_frame_equal(first, again)
    assert first["entity_id"].tolist() == sorted(graph.nodes)
    points = first[["x", "y"]].to_numpy()
    apart = np.linalg.norm(points[:, None] - points[None], axis=2) + 9 * np.eye(len(points))
    assert apart.min() > 0.3


def test_live_says_what_it_needs(small, monkeypatch):
    def absent(name):
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr("helpers.plots.explorer.live.importlib.import_module", absent)
    with pytest.raises(ModuleNotFoundError, match="anywidget is not installed"):
        page_of(small).live()


def test_live_answers_with_the_tables_of_its_link(small, monkeypatch):
    class Trait:
        def __init__(self, value):
            self.value = value

        def tag(self, sync):
            return self.value

    parts = {
        "anywidget": SimpleNamespace(AnyWidget=object),
        "traitlets": SimpleNamespace(Unicode=Trait, Int=Trait),
    }
    monkeypatch.setattr("helpers.plots.explorer.live.importlib.import_module", parts.__getitem__)
    page = page_of(small, min_reports=1)
    widget = page.live()
    assert widget.page == page.html
    widget.link = "only=n0000"
    assert len(widget.tables()["nodes"]) == 1 + len(small.graph["n0000"])

"""Passes over the corpus in streams: the same tables as from everything in memory."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import pytest

from helpers.articles.copies import N_PERMUTATIONS
from helpers.articles.same_story import NAME_SKETCH_WIDTH
from helpers.assembly import Index, join_mentions, read_lightly, tally_mentions
from helpers.entities import join_names
from helpers.entities.corpus import MENTION_COLUMNS, PERSON_MARK, shared_ids, tally_names
from helpers.entities.parsing import PARSING, _as_work
from helpers.network import count_edges, find_pairs
from helpers.segments import Segments
from helpers.storage import read_table, write_table
from helpers.tables import TABLES, as_table, empty_table

IDS = {
    "person": ("ada-arber", "leopard-2", "Zoë-b", "zoe-b"),
    "country": ("FR", "PL"),
    "weapon": ("leopard-2", "patriot"),
    "weapon_class": ("tank",),
}
HOWS = ("name", "variant", "short_name", "pronoun", "role")


def mentions_of_texts(n_texts: int, seed: int) -> dict[str, pd.DataFrame]:
    """Return for every text, by its key, mentions as `find_mentions` gives them; the first text has none."""
    rng = random.Random(seed)
    texts = {}
    for key in range(n_texts):
        rows = []
        for place in range(rng.randrange(1, 30) if key else 0):
            kind = rng.choice(list(IDS))
            entity = rng.choice(IDS[kind])
            name = rng.choice((entity.upper(), entity.title(), f"É {entity}"))
            rows.append(
                {
                    "article_id": str(key),
                    "sentence": place // 4,
                    "start": place * 20,
                    "end": place * 20 + rng.randrange(3, 12),
                    "surface": rng.choice((name, entity, "he")),
                    "kind": kind,
                    "entity_id": entity,
                    "variant": rng.choice((None, "2A6")),
                    "how": rng.choice(HOWS),
                    "score": rng.choice((None, 0.5)),
                    "name": name,
                    "may_be": rng.choice((None, None, "FR|leopard-2", "ada-arber")),
                }
            )
        texts[str(key)] = pd.DataFrame(rows, columns=MENTION_COLUMNS)
    return texts


@pytest.fixture(params=range(3))
def stored(request, tmp_path):
    """A store of parsed texts, some of them in several articles; the index of the articles; and their mentions, written out."""
    texts = mentions_of_texts(25, request.param)
    store = Segments(tmp_path / "parsing", PARSING)
    for part in (dict(list(texts.items())[:9]), dict(list(texts.items())[9:])):
        store.append(_as_work({key: [] for key in part}, pd.concat(part.values(), ignore_index=True)))
    store.refresh()
    owner = {f"a{n:03d}": str(n * 7 % 20) for n in range(40)}  # texts 20 to 24 are no article's any more
    articles = pd.DataFrame({"article_id": list(owner), "parse_key": [int(key) for key in owner.values()]})
    sketches = np.zeros((len(owner), N_PERMUTATIONS), np.uint32), np.zeros((len(owner), NAME_SKETCH_WIDTH), np.uint32)
    found = pd.concat([texts[key].assign(article_id=article) for article, key in owner.items()], ignore_index=True)
    return store, Index(articles, *sketches), found


def test_names_are_counted_in_the_store_as_in_memory(stored, tmp_path):
    store, index, found = stored
    expected, counted = tally_names(found), tally_mentions(store, index, tmp_path / "spill")
    pd.testing.assert_frame_equal(counted.spellings, expected.spellings, check_dtype=False)
    pd.testing.assert_frame_equal(counted.counts, expected.counts, check_dtype=False)
    assert counted.spellings["n"].sum() == len(found)


def test_mentions_and_entities_are_written_as_they_are_joined_in_memory(stored, tmp_path):
    store, index, found = stored
    assert shared_ids(tally_names(found)) == {"leopard-2"}
    entities = join_mentions(store, index, tmp_path / "streamed", {})
    mentions, expected = join_names(found)
    assert (mentions["entity_id"] == f"leopard-2{PERSON_MARK}").any()
    pd.testing.assert_frame_equal(entities, expected)
    for name, frame in {"mentions": mentions, "entities": expected}.items():
        write_table(frame, tmp_path / "plain", name)
        streamed, plain = (tmp_path / folder / f"{name}.parquet" for folder in ("streamed", "plain"))
        pd.testing.assert_frame_equal(read_table(streamed.parent, name), read_table(plain.parent, name), obj=name)
    assert not (tmp_path / "streamed" / ".spill").exists()


@pytest.mark.parametrize("window", ["sentence", "paragraph", "article"])
def test_edges_of_tables_read_lightly_are_those_of_whole_tables(tmp_path, monkeypatch, window):
    monkeypatch.setattr("helpers.assembly._ROWS_READ", 7)
    articles, sentences, mentions, entities = a_small_corpus()
    pairs = find_pairs(mentions, sentences, window=window, coreference=True)
    assert pairs["by_coreference"].any() == (window != "article")
    tables = {"pairs": pairs, "mentions": mentions, "sentences": sentences}
    names = {"article_id": articles["article_id"], **dict.fromkeys(("source", "target", "entity_id"), entities["entity_id"])}
    paths = {name: write_table(frame, tmp_path, name) for name, frame in tables.items()}
    light = {name: read_lightly(path, name, TABLES[name].columns, names) for name, path in paths.items()}
    assert all(isinstance(light["mentions"][name].dtype, pd.CategoricalDtype) for name in ("article_id", "entity_id", "how"))
    for name, frame in light.items():
        pd.testing.assert_frame_equal(as_table(frame, name), as_table(tables[name], name), obj=name)
    by_number, by_name = (
        count_edges(t["pairs"], articles, entities, mentions=t["mentions"], sentences=t["sentences"], window=window)
        for t in (light, tables)
    )
    assert by_name["p"].notna().any()
    pd.testing.assert_frame_equal(by_number, by_name)


def test_nothing_read_lightly_is_an_empty_table(tmp_path):
    path = write_table(empty_table("pairs"), tmp_path, "pairs")
    assert list(read_lightly(path, "pairs", ["source", "sentence"], {})) == ["source", "sentence"]


def a_small_corpus() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return articles, sentences, mentions and entities of 60 articles, every second one a copy of the one before."""
    rng = random.Random(5)
    ids = [f"a{n:02d}" for n in range(60)]
    articles = pd.DataFrame({"article_id": ids, "cluster_id": [ids[n // 2 * 2] for n in range(60)]})
    articles = articles.assign(outlet="x", published=pd.Timestamp("2024-01-01", tz="UTC"), published_quality="stated")
    rows = [(one, n, n // 2, n * 100, n * 100 + 90) for one in ids for n in range(8)]
    sentences = pd.DataFrame(rows, columns=["article_id", "sentence", "paragraph", "start", "end"])
    people = [f"p{n}" for n in range(12)]
    said = []
    for one in ids:
        cast = rng.sample(people[:2] if rng.random() < 0.5 else people, 2)
        for n in range(8):
            for place, who in enumerate(cast):
                how = rng.choice(("name", "short_name", "pronoun"))
                said.append((one, n, n * 100 + place * 20, n * 100 + place * 20 + 5, "x", "person", who, None, how, None))
    mentions = pd.DataFrame(said, columns=list(TABLES["mentions"].columns))
    return articles, sentences, mentions, pd.DataFrame({"entity_id": sorted(people), "kind": "person", "countries": [[]] * 12})

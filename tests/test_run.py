"""A whole run: the same tables however the work came about, and no work done twice."""

from __future__ import annotations

import errno
import logging
import os
import random
import shutil
import threading
from pathlib import Path

import pandas as pd
import pytest

import tiny
from helpers import storage
from helpers.articles import intake, read_articles
from helpers.entities import find_mentions, join_names, parsing
from helpers.network import count_edges, find_pairs
from helpers.settings import Settings
from helpers.storage import read_table


@pytest.fixture(scope="module")
def raw(tmp_path_factory):
    folder = tmp_path_factory.mktemp("raw")
    tiny.write_articles(folder, range(40))
    (folder / "empty.txt").write_text("")
    (folder / "noise.bin").write_bytes(bytes(range(256)) * 4)
    return folder


@pytest.fixture(scope="module")
def undisturbed(raw, tmp_path_factory):
    out = tmp_path_factory.mktemp("undisturbed")
    tiny.run_tiny(raw, out)
    return out


@pytest.fixture
def work_done(monkeypatch):
    """Files read and texts parsed since the last call of the function that this gives."""
    done = {"read": 0, "parsed": 0}
    read, parse = intake.ReadFiles.__call__, parsing.ParseTexts.__call__

    def count_read(task, batch):
        done["read"] += len(batch)
        return read(task, batch)

    def count_parsed(task, batch):
        done["parsed"] += len(batch)
        return parse(task, batch)

    monkeypatch.setattr(intake.ReadFiles, "__call__", count_read)
    monkeypatch.setattr(parsing.ParseTexts, "__call__", count_parsed)

    def since() -> tuple[int, int]:
        counted = (done["read"], done["parsed"])
        done.update(read=0, parsed=0)
        return counted

    return since


def test_run_gives_what_the_steps_give_one_by_one(raw, undisturbed, tmp_path):
    reading = read_articles(raw, today=tiny.TODAY, progress=False)
    mentions, entities = join_names(
        find_mentions(reading.articles, reading.sentences, tiny.tiny_pipeline(Settings()), progress=False)
    )
    pairs = find_pairs(mentions, reading.sentences, articles=reading.articles)
    edges = count_edges(pairs, reading.articles, entities, mentions=mentions)
    assert len(edges) > 20
    cluster = reading.articles.set_index("path")["cluster_id"]
    assert all(cluster[f"copy-{n:04d}.txt"] == cluster[f"{n:04d}.txt"] for n in range(0, 40, 4))
    assert reading.articles["is_copy"].mean() < 0.3
    expected = {**reading._asdict(), "mentions": mentions, "entities": entities, "pairs": pairs, "edges": edges}
    for name, frame in expected.items():
        storage.write_table(frame, tmp_path, name)
        pd.testing.assert_frame_equal(read_table(undisturbed, name), read_table(tmp_path, name), check_exact=True, obj=name)


@pytest.mark.parametrize("seed", range(2))
def test_in_parts_and_in_any_order_the_tables_are_the_same(raw, undisturbed, tmp_path, seed, work_done):
    folder, out = tmp_path / "raw", tmp_path / "out"
    folder.mkdir()
    files = sorted(raw.iterdir())
    random.Random(seed).shuffle(files)
    for first in range(0, len(files), 17):
        for path in files[first : first + 17]:
            shutil.copy(path, folder)
        tiny.run_tiny(folder, out)
    n_read, n_parsed = work_done()
    assert n_read == len(files) - 1  # the empty one is refused unopened
    assert n_parsed == 40 + 10 + 12
    tiny.assert_same_tables(out, undisturbed)


def test_nothing_is_done_twice(raw, tmp_path, work_done):
    tiny.run_tiny(raw, tmp_path)
    assert min(work_done()) > 40
    tiny.run_tiny(raw, tmp_path)
    assert work_done() == (0, 0)


def test_touched_files_are_looked_at_and_not_read_again(raw, tmp_path, work_done):
    folder = shutil.copytree(raw, tmp_path / "raw")
    tiny.run_tiny(folder, tmp_path / "out")
    work_done()
    for path in folder.iterdir():
        os.utime(path)
    tiny.run_tiny(folder, tmp_path / "out")
    assert work_done() == (0, 0)


def test_a_change_that_keeps_size_and_time_is_seen(raw, tmp_path):
    folder = shutil.copytree(raw, tmp_path / "raw")
    path = folder / "0001.txt"
    os.utime(path, (1_000_000_000, 1_000_000_000))
    tiny.run_tiny(folder, tmp_path / "out")
    before = path.stat()
    path.write_text(path.read_text().replace("headline", "HEADLINE"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    tiny.run_tiny(folder, tmp_path / "out")
    articles = read_table(tmp_path / "out", "articles")
    assert articles.loc[articles["path"] == "0001.txt", "title"].item() == "A HEADLINE about 1"


def test_changed_and_removed_files(raw, tmp_path, work_done):
    folder = shutil.copytree(raw, tmp_path / "raw")
    tiny.run_tiny(folder, tmp_path / "out")
    work_done()
    shutil.copy(folder / "0003.txt", folder / "0005.txt")
    (folder / "0007.txt").unlink()
    tiny.run_tiny(folder, tmp_path / "out")
    assert work_done() == (1, 0)  # its text is another's: nothing to parse
    articles = read_table(tmp_path / "out", "articles").set_index("path")
    assert articles.loc["0005.txt", "text_id"] == articles.loc["0003.txt", "text_id"]
    assert "0007.txt" not in articles.index
    tiny.run_tiny(folder, tmp_path / "fresh")
    tiny.assert_same_tables(tmp_path / "out", tmp_path / "fresh")


def test_verbatim_copies_are_parsed_once(tmp_path, work_done):
    tiny.write_articles(tmp_path / "raw", range(1, 2))
    for name in ("b", "c", "d"):
        shutil.copy(tmp_path / "raw" / "0001.txt", tmp_path / "raw" / f"{name}.txt")
    tables = tiny.run_tiny(tmp_path / "raw", tmp_path / "out")
    assert work_done() == (4, 1)
    assert len(set(tables.articles["cluster_id"])) == 1
    assert len(set(tables.mentions.groupby("article_id").size())) == 1
    assert len(set(tables.mentions["article_id"])) == 4


def test_words_of_parsed_texts_are_not_kept(tmp_path):
    task = parsing.ParseTexts(str(tmp_path), Settings(), tiny.tiny_pipeline)
    strings = parsing.built_pipeline(task.pipeline, task.settings).vocab.strings
    n_before = len(strings)
    for number in range(3):
        task([parsing.Text(number, f"{tiny.story(number)[0]} Word{number}.", None, None, "en")])
    assert len(strings) == n_before


def test_changed_knowledge_parses_again_and_reads_nothing(raw, tmp_path, work_done, monkeypatch):
    tiny.run_tiny(raw, tmp_path)
    _, n_parsed = work_done()
    monkeypatch.setattr(parsing.knowledge, "fingerprint", lambda: "other tables")
    tiny.run_tiny(raw, tmp_path)
    assert work_done() == (0, n_parsed)


def test_a_changed_reader_reads_again_and_parses_only_other_texts(raw, tmp_path, work_done, monkeypatch):
    tiny.run_tiny(raw, tmp_path)
    n_read, _ = work_done()
    monkeypatch.setattr(intake, "reading_fingerprint", lambda columns: "other readers")
    tiny.run_tiny(raw, tmp_path)
    assert work_done() == (n_read, 0)


@pytest.mark.parametrize(("change", "again"), [({"window": "article"}, False), ({"names": "other"}, True)])
def test_settings_of_later_steps_parse_nothing_again(raw, tmp_path, work_done, change, again):
    tiny.run_tiny(raw, tmp_path)
    work_done()
    tiny.run_tiny(raw, tmp_path, settings=Settings(**change))
    n_read, n_parsed = work_done()
    assert n_read == 0
    assert (n_parsed > 0) == again


def test_the_day_a_date_becomes_plausible_needs_no_reading(raw, undisturbed, tmp_path, work_done):
    early = tiny.TODAY.replace(year=2024)
    tiny.run_tiny(raw, tmp_path, today=early)
    work_done()
    articles = read_table(tmp_path, "articles")
    late = articles["published"].dt.date > early
    assert set(articles.loc[late, "published_quality"]) == {"implausible"}
    assert "implausible" not in set(articles.loc[~late, "published_quality"])
    tiny.run_tiny(raw, tmp_path)
    assert work_done() == (0, 0)
    tiny.assert_same_tables(tmp_path, undisturbed)


def test_several_processes_give_the_same_tables(raw, undisturbed, tmp_path):
    tiny.run_tiny(raw, tmp_path, n_process=2)
    tiny.assert_same_tables(tmp_path, undisturbed)


def test_finished_work_may_lie_anywhere_that_fsspec_reaches(raw, undisturbed, tmp_path):
    tiny.run_tiny(raw, tmp_path, work="memory://finished")
    tiny.assert_same_tables(tmp_path, undisturbed)


def test_a_second_run_stops_with_a_sentence_or_waits(raw, tmp_path):
    with storage.only_run(tmp_path):
        with pytest.raises(BlockingIOError, match="another run is writing"):
            tiny.run_tiny(raw, tmp_path)
        waiting = threading.Thread(target=tiny.run_tiny, args=(raw, tmp_path), kwargs={"wait": True})
        waiting.start()
        waiting.join(0.5)
        assert waiting.is_alive()
        assert not (tmp_path / "edges.parquet").exists()
    waiting.join(60)
    assert (tmp_path / "edges.parquet").exists()


@pytest.mark.parametrize(
    ("number", "words", "n_good"),
    [
        (errno.ENOSPC, "is full", 0),
        (errno.EROFS, "cannot be written", 1),
        (errno.EDQUOT, "is full", 3),
        (errno.ENOSPC, "is full", 6),
    ],
)
def test_a_full_or_closed_disk_is_one_sentence_and_loses_nothing(raw, undisturbed, tmp_path, monkeypatch, number, words, n_good):
    replace, n_done = os.replace, 0

    def fail(*args):
        nonlocal n_done
        n_done += 1
        if n_done > n_good:
            raise OSError(number, os.strerror(number))
        replace(*args)

    monkeypatch.setattr(storage.os, "replace", fail)
    with pytest.raises(OSError, match=words) as caught:
        tiny.run_tiny(raw, tmp_path)
    assert caught.value.errno == number
    assert len(str(caught.value).splitlines()) == 1
    monkeypatch.setattr(storage.os, "replace", replace)
    assert not list(tmp_path.rglob(".*.parquet.*"))
    tiny.run_tiny(raw, tmp_path)
    tiny.assert_same_tables(tmp_path, undisturbed)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_what_a_full_device_says_is_understood(tmp_path):
    with pytest.raises(OSError, match="is full"), storage.writing(tmp_path / "x"), open("/dev/full", "wb", buffering=0) as file:
        file.write(b"x")


def test_an_output_folder_that_cannot_be_made_is_one_sentence(raw, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file") as caught:
        tiny.run_tiny(raw, tmp_path / "file" / "out")
    assert len(str(caught.value).splitlines()) == 1


def test_a_file_that_vanishes_is_rejected_this_time_only(raw, undisturbed, tmp_path, monkeypatch):
    read_bytes = Path.read_bytes

    def vanish(path):
        if path.name == "0002.txt":
            raise FileNotFoundError(errno.ENOENT, "No such file or directory")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", vanish)
    rejected = tiny.run_tiny(raw, tmp_path).rejected.set_index("path")["reason"]
    assert "cannot be opened" in rejected["0002.txt"]
    monkeypatch.undo()
    tiny.run_tiny(raw, tmp_path)
    tiny.assert_same_tables(tmp_path, undisturbed)


def test_a_file_that_changes_while_it_is_read_is_read_again_or_rejected(tmp_path, monkeypatch):
    tiny.write_articles(tmp_path / "raw", range(1, 3))
    read_bytes, n_changes = Path.read_bytes, 0

    def change(path):
        nonlocal n_changes
        data = read_bytes(path)
        if path.name == "0001.txt" and n_changes > 0:
            n_changes -= 1
            path.write_bytes(data + b"One more sentence stands here now.\n")
        return data

    monkeypatch.setattr(Path, "read_bytes", change)
    n_changes = 1
    assert tiny.run_tiny(tmp_path / "raw", tmp_path / "one").rejected.empty
    texts = read_table(tmp_path / "one", "articles").set_index("path")["text"]
    assert texts["0001.txt"].endswith("stands here now.")
    n_changes = 100
    rejected = tiny.run_tiny(tmp_path / "raw", tmp_path / "two").rejected
    assert list(rejected["path"]) == ["0001.txt"]
    assert "changes while it is read" in rejected["reason"].item()


@pytest.mark.parametrize("step", ["reading", "parsing"])
@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied", "replaced"])
def test_a_damaged_segment_is_done_again_with_a_warning(raw, undisturbed, tmp_path, caplog, step, damage):
    tiny.run_tiny(raw, tmp_path)
    segment = sorted((tmp_path / ".work" / step).glob("*.parquet"))[0]
    data = bytearray(segment.read_bytes())
    if damage == "flipped":
        for place in range(50, len(data) // 2, 400):
            data[place] ^= 0xFF
    segment.write_bytes({"cut": data[: len(data) // 2], "flipped": data, "emptied": b"", "replaced": b"x" * 500}[damage])
    with caplog.at_level(logging.WARNING, logger="helpers"):
        tiny.run_tiny(raw, tmp_path)
    assert "is done again" in caplog.text
    tiny.assert_same_tables(tmp_path, undisturbed)


def test_links_that_lead_out_are_followed_when_asked(tmp_path):
    tiny.write_articles(tmp_path / "elsewhere", range(1, 3))
    tiny.write_articles(tmp_path / "raw", range(3, 4))
    (tmp_path / "elsewhere" / "back").symlink_to(tmp_path / "raw")
    (tmp_path / "raw" / "linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "raw" / "again").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "raw" / "one.txt").symlink_to(tmp_path / "elsewhere" / "0001.txt")
    tables = tiny.run_tiny(tmp_path / "raw", tmp_path / "refused")
    assert list(tables.articles["path"]) == ["0003.txt"]
    assert set(tables.rejected["path"]) == {"linked", "again", "one.txt"}
    tables = tiny.run_tiny(tmp_path / "raw", tmp_path / "followed", follow_links=True)
    assert set(tables.articles["path"]) == {"0003.txt", "one.txt", "again/0001.txt", "again/0002.txt"}
    assert set(tables.rejected["path"]) == {"linked", "again/back"}


def test_nothing_but_refused_files_makes_empty_tables(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "empty.txt").write_text("")
    (tmp_path / "raw" / "noise.bin").write_bytes(bytes(range(256)) * 4)
    tables = tiny.run_tiny(tmp_path / "raw", tmp_path / "out")
    assert len(tables.rejected) == 2
    assert tables.articles.empty
    assert tables.edges.empty

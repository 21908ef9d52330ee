"""What all exports share: one place that writes them, the evidence, the same bytes twice, nothing about the machine."""

import getpass
import io
import socket
import zipfile

import pandas as pd
import pytest
from sharing_tables import make_tables
from typer.testing import CliRunner

from helpers.command_line import app
from helpers.sharing import FORMATS, export, gather
from helpers.storage import write_table

RUNNER = CliRunner()
WANTED = {
    "network.gexf", "network.graphml", "neo4j/nodes.csv", "neo4j/relationships.csv", "vosviewer/map.txt",
    "vosviewer/network.txt", "network.xlsx", "obsidian/Index.md", "obsidian/Countries/Norway.md",
    "obsidian/People/Ada Quill.md", "obsidian/Weapons/Leopard 2.md", "obsidian/Weapons/Lone Star.md",
}  # fmt: skip


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_exports_of_shuffled_tables_are_the_same_bytes(plain_tables, tmp_path):
    before = {name: table.copy(deep=True) for name, table in plain_tables.items()}
    written = export(tmp_path / "one", plain_tables)
    shuffled = {name: table.sample(frac=1, random_state=3) for name, table in plain_tables.items()}
    export(tmp_path / "two", shuffled)
    export(tmp_path / "two", shuffled)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert set(contents(tmp_path / "one")) == WANTED == {path.relative_to(tmp_path / "one").as_posix() for path in written}
    for name, table in before.items():
        pd.testing.assert_frame_equal(plain_tables[name], table)


def test_no_output_names_the_user_the_machine_or_a_folder_of_it(plain_tables, tmp_path):
    export(tmp_path / "out", plain_tables)
    said = dict(contents(tmp_path / "out"))
    with zipfile.ZipFile(io.BytesIO(said.pop("network.xlsx"))) as book:
        said |= {name: book.read(name) for name in book.namelist()}
        assert {part.date_time for part in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    secrets = [str(tmp_path), socket.gethostname(), *([getpass.getuser()] if len(getpass.getuser()) > 4 else [])]
    assert not [(name, secret) for name, text in said.items() for secret in secrets if secret.encode() in text]


def test_evidence_of_a_tie_has_a_row_for_each_place_that_the_edge_counts(plain_tables):
    content = gather(plain_tables)
    counted = content.words.groupby(["source", "target"]).size()
    assert counted.to_dict() == plain_tables["edges"].set_index(["source", "target"])["n_sentences"].to_dict()
    for text, spans in zip(content.words["text"], content.words["spans"], strict=True):
        assert {text[start:end] for start, end in spans} <= {"Norway", "Ada Quill", "Leopard 2"}
        assert len(spans) == 2


def test_meetings_thanks_to_a_pronoun_are_no_evidence(plain_tables):
    pairs = plain_tables["pairs"].assign(by_coreference=plain_tables["pairs"]["article_id"] == "a01")
    content = gather({**plain_tables, "pairs": pairs})
    assert set(content.words["article_id"]) == {"a00", "a02", "a03"}
    assert content.tie_dates["NO", "ada-quill"] == ("2024-05-03", "2024-05-04")


def test_pronouns_are_not_marked_as_names(plain_tables):
    mentions = plain_tables["mentions"]
    place = plain_tables["articles"].set_index("article_id")["text"]["a01"].index("its fleet")
    extra = (
        mentions[mentions["article_id"] == "a01"].head(1).assign(start=place, end=place + 3, how="pronoun", entity_id="ada-quill")
    )
    words = gather({**plain_tables, "mentions": pd.concat([mentions, extra])}).words
    (row,) = words[words["article_id"] == "a01"].itertuples()
    assert {row.text[start:end] for start, end in row.spans} == {"Norway", "Ada Quill"}


def test_short_evidence_is_cut_round_the_names_and_none_is_left_out():
    filler = " ".join(f"word{i}" for i in range(60))
    tables = make_tables(
        [("G", "2024-01-01", None, ["Title", f"{filler} Norway and Ada Quill {filler}."])],
        [("NO", "country", "Norway"), ("ada-quill", "person", "Ada Quill")],
    )
    (short,) = gather(tables, evidence="short").words.itertuples()
    assert len([word for word in short.text.split() if word != "…"]) <= 25
    assert sorted(short.text[start:end] for start, end in short.spans) == ["Ada Quill", "Norway"]
    assert gather(tables, evidence="none").words["text"].tolist() == [""]


def test_of_sentences_far_apart_what_is_between_is_left_out():
    said = ["Title", "Norway slept.", "SECRET one.", "SECRET two.", "Ada Quill woke."]
    tables = make_tables(
        [("G", None, None, said)], [("NO", "country", "Norway"), ("ada-quill", "person", "Ada Quill")], n_apart=3
    )
    (row,) = gather(tables).words.itertuples()
    assert row.text == "Norway slept. […] Ada Quill woke."
    assert [row.text[start:end] for start, end in row.spans] == ["Norway", "Ada Quill"]


@pytest.mark.parametrize("evidence", ["short", "none"])
def test_no_export_says_more_than_the_evidence_allows(evidence, tmp_path):
    filler = " ".join(f"word{i}" for i in range(60))
    tables = make_tables(
        [("G", "2024-01-01", None, ["Title", f"Norway and Ada Quill {filler} SECRET."])],
        [("NO", "country", "Norway"), ("ada-quill", "person", "Ada Quill")],
    )
    export(tmp_path / evidence, tables, evidence=evidence)
    export(tmp_path / "full", tables)
    for folder, is_there in ((evidence, False), ("full", True)):
        said = contents(tmp_path / folder)
        book = zipfile.ZipFile(io.BytesIO(said["network.xlsx"]))
        assert any(b"SECRET" in book.read(name) for name in book.namelist()) is is_there
        assert (b"SECRET" in said["obsidian/People/Ada Quill.md"]) is is_there


def test_a_network_without_a_tie_and_one_without_a_node(plain_tables, tmp_path):
    bare = {**plain_tables, "pairs": plain_tables["pairs"].head(0), "edges": plain_tables["edges"].head(0)}
    assert len(export(tmp_path / "bare", bare)) == len(WANTED)
    empty = {name: table.head(0) for name, table in plain_tables.items()}
    assert len(export(tmp_path / "empty", empty)) == len(WANTED) - 4


def test_bad_input_is_one_sentence(plain_tables, tmp_path):
    with pytest.raises(ValueError, match="'pdf' is not known; formats are gexf, graphml"):
        export(tmp_path, plain_tables, formats=["gexf", "pdf"])
    with pytest.raises(ValueError, match="table pairs is not given"):
        gather({name: table for name, table in plain_tables.items() if name != "pairs"})
    with pytest.raises(ValueError, match="evidence is 'all'; it is full, short, none"):
        gather(plain_tables, evidence="all")
    with pytest.raises(ValueError, match="sentence 1 of article a03 is not in the table sentences"):
        gather({**plain_tables, "sentences": plain_tables["sentences"].iloc[:-1]})


@pytest.fixture
def out(plain_tables, tmp_path):
    for name, table in plain_tables.items():
        write_table(table, tmp_path / "processed", name)
    return tmp_path


def test_export_command_writes_the_formats_asked_for(out):
    result = RUNNER.invoke(app, ["export", "--out", str(out), "--format", "vosviewer", "--format", "gexf"])
    assert result.exit_code == 0, result.output
    assert set(contents(out / "processed" / "exports")) == {"network.gexf", "vosviewer/map.txt", "vosviewer/network.txt"}
    assert "3 files" in result.stdout


def test_export_command_writes_all_to_the_folder_named(out, tmp_path):
    result = RUNNER.invoke(app, ["export", "--out", str(out), "--to", str(tmp_path / "mine"), "--evidence", "none"])
    assert result.exit_code == 0, result.output
    assert set(contents(tmp_path / "mine")) == WANTED
    assert b"Leopard 2 stood" not in contents(tmp_path / "mine")["obsidian/Countries/Norway.md"]
    assert all(name in RUNNER.invoke(app, ["export", "--help"]).stdout for name in FORMATS)


@pytest.mark.parametrize(
    ("options", "said"),
    [(["--format", "pdf"], "formats are gexf"), (["--evidence", "all"], "full, short, none"), (["--window", "2"], "_2.parquet")],
)
def test_export_command_refuses_in_one_sentence(out, options, said):
    result = RUNNER.invoke(app, ["export", "--out", str(out), *options])
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1

"""The commands as a user types them."""

import json

import pytest
from typer.testing import CliRunner

from helpers.command_line import app
from helpers.entities.coreference import PRONOUNS
from helpers.storage import read_table

RUNNER = CliRunner()
TEXT = (
    "German tanks\n\nGermany will send Leopard 2A6 tanks to Ukraine, Chancellor Olaf Scholz said on Wednesday. The drones stay.\n"
)


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "one.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def rows(result) -> list[dict]:
    return [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]


def test_mentions_prints_a_json_line_each(article):
    result = RUNNER.invoke(app, ["mentions", str(article)])
    assert result.exit_code == 0
    found = rows(result)
    assert {(r["kind"], r["entity_id"]) for r in found} == {
        ("country", "DE"), ("country", "UA"), ("weapon", "leopard-2"), ("person", "olaf-scholz"),
    }  # fmt: skip
    assert all(set(r) == {"path", "start", "end", "surface", "kind", "entity_id", "name", "aliases", "how"} for r in found)
    assert all(r["name"] and isinstance(r["aliases"], list) for r in found)


def test_classes_are_printed_on_demand(article):
    kinds = {r["kind"] for r in rows(RUNNER.invoke(app, ["mentions", "--classes", str(article)]))}
    assert "weapon_class" in kinds


def test_as_is_counts_characters_of_the_file(tmp_path):
    path = tmp_path / "bom.txt"
    text = "\ufeffAZ\r\n3\r\n\r\nPoland bought F-16s.\r\n"
    path.write_bytes(text.encode("utf-8"))
    found = rows(RUNNER.invoke(app, ["mentions", "--as-is", str(path)]))
    assert [(r["entity_id"], r["start"]) for r in found] == [
        ("PL", text.index("Poland")),
        ("f-16-fighting-falcon", text.index("F-16")),
    ]
    assert all(text[r["start"] : r["end"]] == r["surface"] for r in found)


@pytest.fixture
def told(tmp_path):
    path = tmp_path / "told.txt"
    path.write_text("Chancellor Olaf Scholz spoke in Berlin. He sent Leopard 2 tanks to Ukraine.\n", encoding="utf-8")
    return path


def test_pronouns_are_printed_only_when_asked_for(told):
    assert "pronoun" not in {r["how"] for r in rows(RUNNER.invoke(app, ["mentions", str(told)]))}
    found = rows(RUNNER.invoke(app, ["mentions", "--coreference", str(told)]))
    assert [(r["surface"], r["entity_id"]) for r in found if r["how"] == "pronoun"] == [("He", "olaf-scholz")]


def test_evaluate_counts_pronouns_only_when_asked_to(tmp_path):
    (tmp_path / "one.md").write_text("{{P:Robert Hale|Robert Hale}} spoke. He left.", encoding="utf-8")
    assert "0.5000" not in RUNNER.invoke(app, ["evaluate", str(tmp_path)]).stdout
    assert "0.5000" in RUNNER.invoke(app, ["evaluate", "--coreference", str(tmp_path)]).stdout


@pytest.mark.parametrize(("flag", "met_by_pronoun"), [("--coreference", True), ("--no-coreference", False), ("", None)])
def test_run_joins_pronouns_by_switch_and_by_measured_default(told, tmp_path, flag, met_by_pronoun):
    out = tmp_path / "out"
    result = RUNNER.invoke(app, ["run", "--raw", str(told.parent), "--out", str(out), "--quiet", *filter(None, [flag])])
    assert result.exit_code == 0, result.output
    pairs, mentions = (read_table(out / "processed", name) for name in ("pairs", "mentions"))
    expected = PRONOUNS if met_by_pronoun is None else met_by_pronoun
    assert pairs["by_coreference"].any() == mentions["how"].eq("pronoun").any() == expected
    entities = read_table(out / "processed", "entities").set_index("entity_id")
    assert entities.loc["olaf-scholz", "n_mentions"] == 1


def test_unreadable_file_gets_a_sentence_and_the_others_are_read(article, tmp_path):
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    result = RUNNER.invoke(app, ["mentions", str(empty), str(article), str(tmp_path / "gone.txt")])
    assert result.exit_code == 1
    assert rows(result)
    assert "empty.txt" in result.stderr
    assert "gone.txt" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("command", ["run", "report"])
def test_missing_folder_is_one_sentence(command, tmp_path):
    result = RUNNER.invoke(app, [command, "--raw", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "nowhere" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_empty_folder_is_one_sentence(tmp_path):
    (tmp_path / "raw").mkdir()
    result = RUNNER.invoke(app, ["run", "--raw", str(tmp_path / "raw"), "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "raw" in result.stderr


def test_run_writes_all_tables(article, tmp_path):
    out = tmp_path / "out"
    result = RUNNER.invoke(app, ["run", "--raw", str(article.parent), "--out", str(out), "--quiet"])
    assert result.exit_code == 0, result.output
    written = {p.name for p in (out / "processed").iterdir()}
    assert {f"{t}.parquet" for t in ("articles", "sentences", "rejected", "mentions", "entities", "pairs", "edges")} <= written
    assert {"network.graphml", "network.gexf", "network.json", "nodes.csv", "edges.csv"} <= written
    assert "1 article" in result.stdout


def test_other_window_goes_to_files_of_its_own(article, tmp_path):
    out = tmp_path / "out"
    result = RUNNER.invoke(app, ["run", "--raw", str(article.parent), "--out", str(out), "--quiet", "--window", "article"])
    assert result.exit_code == 0, result.output
    assert (out / "processed" / "edges_article.parquet").is_file()
    assert not (out / "processed" / "edges.parquet").exists()


def test_unknown_window_is_named(article, tmp_path):
    result = RUNNER.invoke(app, ["run", "--raw", str(article.parent), "--out", str(tmp_path / "o"), "--window", "chapter"])
    assert result.exit_code == 2
    assert "chapter" in result.output


def test_evaluate_prints_figures(tmp_path):
    (tmp_path / "one.md").write_text("{{C:FR|France}} thanked {{C:DE|Germany}}.", encoding="utf-8")
    result = RUNNER.invoke(app, ["evaluate", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert "1.0000" in result.stdout


def test_help_names_every_command():
    result = RUNNER.invoke(app, ["--help"])
    assert all(name in result.stdout for name in ("run", "report", "mentions"))


def test_columns_of_tables_may_be_named(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    rows = [
        "Kopf,Story,text",
        '"Thanks","Poland thanked France for the tanks.","Collected by a machine on a quiet Sunday evening."',
    ]
    (raw / "table.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    run = ["run", "--raw", str(raw), "--quiet", "--out"]
    for name, named in {"guessed": [], "named": ["--columns", "text=Story", "--columns", "title=Kopf"]}.items():
        result = RUNNER.invoke(app, [*run, str(tmp_path / name), *named])
        assert result.exit_code == 0, result.output
        text = read_table(tmp_path / name / "processed", "articles")["text"].item()
        assert text.startswith("Thanks") == bool(named)
        assert ("quiet Sunday" in text) != bool(named)


@pytest.mark.parametrize("command", ["run", "report"])
@pytest.mark.parametrize(("word", "said"), [("Story", "text=Story"), ("text=", "text=Story"), ("words=Story", "published")])
def test_columns_that_are_not_understood_are_one_sentence(article, tmp_path, command, word, said):
    result = RUNNER.invoke(app, [command, "--raw", str(article.parent), "--out", str(tmp_path / "o"), "--columns", word])
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("option", "word", "said"),
    [
        ("--since", "spring", "it should be a day, such as 2024-03-31"),
        ("--evidence", "some", "it is one of full, short, none"),
        ("--formats", "pdf,docx", "format 'docx' is not known"),
        ("--also", "letter", "there is no notebook 'letter' behind the report"),
    ],
)
def test_a_wish_for_the_report_that_cannot_be_met_is_one_sentence(article, tmp_path, option, word, said):
    result = RUNNER.invoke(app, ["report", "--raw", str(article.parent), "--out", str(tmp_path / "o"), option, word])
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1

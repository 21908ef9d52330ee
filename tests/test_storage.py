"""Tables to files and back: typed, atomic, refused where they do not fit."""

import pandas as pd
import pytest

from helpers.storage import atomic_file, query, read_note, read_table, write_table
from helpers.tables import TABLES, as_table, column_dictionary, empty_table


def entities() -> pd.DataFrame:
    rows = [
        ("UA", "country", "Ukraine", ["Ukraina"], ["UA"], None, True, [], 3, 2),
        ("leopard-2", "weapon", "Leopard 2", [], ["DE"], "armour", True, ["a", "b"], 1, 1),
    ]
    return as_table(pd.DataFrame(rows, columns=list(TABLES["entities"].columns)), "entities")


def test_table_comes_back_as_it_was_written(tmp_path):
    write_table(entities(), tmp_path, "entities", note={"window": "sentence"})
    back = read_table(tmp_path, "entities")
    assert [list(v) for v in back.pop("aliases")] == [["Ukraina"], []]
    assert [list(v) for v in back.pop("countries")] == [["UA"], ["DE"]]
    assert [list(v) for v in back.pop("may_be")] == [[], ["a", "b"]]
    pd.testing.assert_frame_equal(back, entities().drop(columns=["aliases", "countries", "may_be"]))
    assert read_note(tmp_path, "entities") == {"window": "sentence"}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_empty_table_keeps_its_columns(tmp_path, name):
    write_table(empty_table(name), tmp_path, name)
    back = read_table(tmp_path, name)
    assert list(back) == list(TABLES[name].columns)
    assert len(back) == 0


def test_missing_column_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"entities lacks the column.* name"):
        write_table(entities().drop(columns="name"), tmp_path, "entities")


def test_unknown_column_is_named():
    with pytest.raises(ValueError, match=r"no column.* colour"):
        as_table(entities().assign(colour="red"), "entities")


def test_missing_file_says_what_writes_it(tmp_path):
    with pytest.raises(FileNotFoundError, match="helpers run"):
        read_table(tmp_path, "edges")


def test_failed_write_leaves_the_old_file(tmp_path):
    path = tmp_path / "x.txt"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), atomic_file(path) as temporary:
        temporary.write_text(str(1 / 0))
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_query_sees_every_table(tmp_path):
    write_table(entities(), tmp_path, "entities")
    assert query(tmp_path, "select name from entities where kind = 'weapon'")["name"].tolist() == ["Leopard 2"]


def test_column_dictionary_in_the_project_is_the_one_of_the_code(project):
    assert (project / "data" / "processed" / "README.md").read_text(encoding="utf-8") == column_dictionary()

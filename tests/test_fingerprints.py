"""What stored work depends on: every module that has a part in it is in the fingerprint."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import helpers
from helpers.entities import knowledge
from helpers.entities.parsing import SENTENCE_MODULES, parsing_fingerprint
from helpers.fingerprints import code_fingerprint, data_digest, file_digest, folder_fingerprint
from helpers.settings import Settings

PACKAGE = Path(helpers.__file__).parent


def imports_of(path: Path) -> set[str]:
    """Return the modules of the package that a file imports, as paths without their ending."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("helpers."):
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    paths = {name.removeprefix("helpers.").replace(".", "/") for name in found}
    return {name for name in paths if (PACKAGE / f"{name}.py").is_file()}


def test_sentence_modules_are_all_that_parsing_uses_of_the_articles_step():
    waiting = [path for path in (PACKAGE / "entities").rglob("*.py") if path.name != "parsing.py"]
    seen: set[str] = {"articles/sentences"}
    waiting.append(PACKAGE / "articles" / "sentences.py")
    while waiting:
        new = imports_of(waiting.pop()) - seen
        seen |= new
        waiting += [PACKAGE / f"{name}.py" for name in new]
    assert {name for name in seen if name.startswith("articles/")} == {f"articles/{name}" for name in SENTENCE_MODULES}


def test_reading_uses_no_module_that_its_fingerprint_lacks():
    seen = {name for path in (PACKAGE / "articles").rglob("*.py") for name in imports_of(path)}
    ground = {"fingerprints", "parallel", "segments", "storage", "tables", "settings"}
    assert {name for name in seen if not name.startswith("articles/")} - ground <= {"spreadsheets"}


def test_parsing_depends_on_settings_and_knowledge_that_it_uses(monkeypatch):
    plain = parsing_fingerprint(Settings())
    assert parsing_fingerprint(Settings(window="article", seed=1, max_file_mb=1, max_entities_per_unit=3)) == plain
    others = {parsing_fingerprint(Settings(names="other")), parsing_fingerprint(Settings(coreference=True))}
    monkeypatch.setattr(knowledge, "fingerprint", lambda: "changed")
    assert len({plain, *others, parsing_fingerprint(Settings())}) == 4


def test_a_pattern_that_fits_nothing_is_an_error():
    with pytest.raises(FileNotFoundError, match="nowhere"):
        code_fingerprint("nowhere/*.py")


def test_names_and_contents_of_a_folder_count(tmp_path):
    (tmp_path / "a").write_text("one")
    states = {folder_fingerprint(tmp_path)}
    (tmp_path / "a").write_text("two")
    states.add(folder_fingerprint(tmp_path))
    (tmp_path / "a").rename(tmp_path / "b")
    states.add(folder_fingerprint(tmp_path))
    assert len(states) == 3
    assert file_digest(tmp_path / "b") == data_digest(b"two")

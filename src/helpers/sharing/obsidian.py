"""Markdown notes in the manner of Obsidian: one an entity, with links between them and the sentences behind every tie."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from helpers import __version__
from helpers.plots.style import mark_of
from helpers.sharing.content import WARNING, Content
from helpers.sharing.file_names import file_names
from helpers.sharing.looks import plain
from helpers.sharing.markdown import bare, escaped, web_address
from helpers.storage import atomic_file
from helpers.summary import count

INDEX = "Index"
_FOLDERS = {"person": "People", "country": "Countries", "weapon": "Weapons", "weapon_class": "Weapon classes"}
_OTHERS = "Others"
_MOST_SENTENCES = 5  # of a tie in one note
_MOST_TIES = 40  # of a note that are shown with their sentences
_SHORT_FORMS = ("aew", "sam")
_MADE_BY = "made-by: helpers\n"
_TABLE_HEAD = (
    "| with | kind | reports | by chance | q | first | last |",
    "|---|---|--:|--:|--:|---|---|",
)

_READING = """A note's table of ties has a row for each name it was met with:

- **reports**: independent reports in which the two met, copies of one text counted once; in brackets the 95 % interval
- **by chance**: reports in which they would meet by chance, each named as often as it is
- **q**: of all ties with so low a q, the share that chance alone would make; empty where the reports are too few to test
- **first**, **last**: dates of the first and the last article"""

Row = Mapping[Any, Any]


def write_notes(content: Content, folder: Path) -> list[Path]:
    """Write one note an entity to `folder` by kind, and Index.md. Returns their paths, the index first.

    Notes of an earlier export that this one does not write are removed; a file without the mark of an export is never touched:
    where one stands in the way of a note, that is a ValueError.
    """
    rows = content.nodes.to_dict("records")
    files = file_names({row["entity_id"]: _name(row) for row in rows}, taken=[INDEX, *_folders()])
    vault = _Vault(content, files, {row["entity_id"]: row for row in rows})
    notes = {folder / f"{INDEX}.md": vault.index()}
    notes |= {folder / _folder(row["kind"]) / f"{files[row['entity_id']]}.md": vault.note(row) for row in rows}
    old = [path for path in _notes_in(folder) if _is_ours(path)]
    if foreign := [path for path in notes if path.exists() and path not in old]:
        raise ValueError(f"{foreign[0].name} in {foreign[0].parent} is not a note of an export; move it away or export elsewhere")
    for path in sorted(set(old) - set(notes)):
        path.unlink()
    for path, text in notes.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_file(path) as temporary:
            temporary.write_text(text, encoding="utf-8", newline="\n")
    return list(notes)


def _name(row: Row) -> str:
    return str(plain(row["name"]) or row["entity_id"])


def _folders() -> list[str]:
    return [*_FOLDERS.values(), _OTHERS]


def _folder(kind: object) -> str:
    return _FOLDERS.get(str(kind), _OTHERS)


def _notes_in(folder: Path) -> list[Path]:
    return [path for place in (folder, *(folder / name for name in _folders())) for path in place.glob("*.md")]


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(200).startswith(f"---\n{_MADE_BY}".encode())


class _Vault:
    """All notes of one export; they link to one another by file name."""

    def __init__(self, content: Content, files: Mapping[str, str], entities: Mapping[str, Row]) -> None:
        self.content, self.files, self.entities = content, files, entities
        self.ties: dict[str, list[Row]] = {entity: [] for entity in entities}
        ordered = content.ties.sort_values(["n_reports", "n_sentences", "source", "target"], ascending=[False, False, True, True])
        for tie in ordered.to_dict("records"):
            for end in (tie["source"], tie["target"]):
                self.ties[end].append(tie)
        self.shown = _shown(content.words)
        self.n_places = content.words.groupby(["source", "target"]).size().to_dict()

    def link(self, entity: str, *, in_table: bool = False) -> str:
        """Return a link to the note of an entity; it shows the entity's name where the file's name differs."""
        file, shown = self.files[entity], bare(str(self.entities[entity]["shown"]))
        bar = "\\|" if in_table else "|"
        return f"[[{file}]]" if shown in (file, "") else f"[[{file}{bar}{shown}]]"

    def note(self, row: Row) -> str:
        ties = self.ties[row["entity_id"]]
        parts = [
            _front_matter(self._properties(row)),
            f"# {escaped(_name(row))}",
            self._about(row),
        ]
        if ties:
            lines = [*_TABLE_HEAD, *(self._table_row(row["entity_id"], tie) for tie in ties)]
            parts += ["## Ties", "\n".join(lines), "## Evidence"]
            parts += [part for tie in ties[:_MOST_TIES] for part in self._evidence(row["entity_id"], tie)]
            if len(ties) > _MOST_TIES:
                left = count(len(ties) - _MOST_TIES, "weaker tie")
                parts.append(f"*{left} without sentences here; most have theirs in the note of the other.*")
        else:
            parts.append("No tie: it never stands in one place with another name of this network.")
        return "\n\n".join([*parts, f"How to read the numbers: [[{INDEX}]]"]) + "\n"

    def index(self) -> str:
        """Return the note that leads to all others, most named first."""
        articles = self.content.articles
        parts = [
            _front_matter({"entities": len(self.entities), "ties": len(self.content.ties), "articles": len(articles)}),
            "# Who is named with whom",
            f"{count(len(self.entities), 'entity', 'entities')} and {count(len(self.content.ties), 'tie')} from "
            f"{count(len(articles), 'article')}. {WARNING}",
            "## How to read the numbers",
            _READING,
        ]
        for folder in _folders():
            rows = [row for row in self.entities.values() if _folder(row["kind"]) == folder]
            ordered = sorted(rows, key=lambda row: (-int(row["n_articles"]), str(row["entity_id"])))
            lines = [f"- {self.link(row['entity_id'])} ({count(int(row['n_articles']), 'article')})" for row in ordered]
            parts += [f"## {folder}", "\n".join(lines)] if lines else []
        parts.append(f"Made with helpers {__version__}.")
        return "\n\n".join(parts) + "\n"

    def _properties(self, row: Row) -> dict[str, Any]:
        known = {
            "id": bare(row["entity_id"]),
            "aliases": _listed(row["aliases"]),
            "tags": [str(row["kind"]).replace("_", "-")],
            "category": plain(row["category"]),
            "countries": _listed(row["countries"]),
            "articles": plain(row["n_articles"]),
            "mentions": plain(row["n_mentions"]),
            "partners": plain(row["degree"]),
            "community": plain(row["community"]),
            "first": _day(row["first_seen"]),
            "last": _day(row["last_seen"]),
        }
        cleaned = {name: bare(value) if isinstance(value, str) else value for name, value in known.items()}
        return {name: value for name, value in cleaned.items() if value not in (None, "", [])}

    def _about(self, row: Row) -> str:
        kind, category = mark_of(row["kind"]).singular.capitalize(), plain(row["category"])
        words = [f"{kind}, {_spoken(str(category))}" if category else kind]
        countries = [self.link(c) if c in self.files else escaped(c) for c in _listed(row["countries"])]
        if countries and row["kind"] in ("person", "weapon"):
            words.append(("made in " if row["kind"] == "weapon" else "of ") + ", ".join(countries))
        first, last = plain(row["first_seen"]), plain(row["last_seen"])
        span = "" if not first else f", {first}" if first == last else f", {first} to {last}"
        words.append(f"named in {count(int(row['n_articles']), 'article')} ({count(int(row['n_mentions']), 'mention')}){span}")
        also = [escaped(alias) for alias in _listed(row["aliases"])]
        return "; ".join(words) + "." + (f"\nAlso called {', '.join(also)}." if also else "")

    def _table_row(self, entity: str, tie: Row) -> str:
        other = _other(entity, tie)
        low, high = plain(tie["weight_low"]), plain(tie["weight_high"])
        reports = f"{int(tie['n_reports']):,}" + (f" ({low:.0f}–{high:.0f})" if None not in (low, high) else "")
        cells = [self.link(other, in_table=True), mark_of(self.entities[other]["kind"]).singular, reports]
        cells += [_number(tie["expected"]), _number(tie["q"]), plain(tie["first_seen"]) or "", plain(tie["last_seen"]) or ""]
        return f"| {' | '.join(cells)} |"

    def _evidence(self, entity: str, tie: Row) -> list[str]:
        """Return the sentences of one tie: a heading and quotes, first reports before copies."""
        shown = self.shown.get((tie["source"], tie["target"]), [])
        heading = f"### {self.link(_other(entity, tie))}: {count(int(tie['n_reports']), 'independent report')}"
        left = self.n_places.get((tie["source"], tie["target"]), 0) - len(shown)
        more = [f"*{count(left, 'further place')}, counting headlines and copies.*"] if left else []
        return [heading, *map(_quote, shown), *more]


def _shown(words: pd.DataFrame) -> dict[Any, list[Row]]:
    """Return the meetings to show of each pair: one place an article, its headline only where it is the only one."""
    pair = ["source", "target"]
    # of a pair that only copies hold, copies are shown
    first = words[~words["is_copy"] | words.groupby(pair)["is_copy"].transform("all").astype(bool)]
    order = first.assign(is_title=first["sentence"] == 0).sort_values("is_title", kind="stable")
    chosen = order.drop_duplicates([*pair, "article_id"]).sort_index().groupby(pair).head(_MOST_SENTENCES)
    found: dict[Any, list[Row]] = {}
    for row in chosen.to_dict("records"):
        found.setdefault((row["source"], row["target"]), []).append(row)
    return found


def _quote(row: Row) -> str:
    """Return one meeting: its words with both names in bold, then where they stand."""
    said = escaped(row["text"], bold=row["spans"]) if row["text"] else ""
    address, title = web_address(row["url"]), escaped(str(plain(row["title"]) or plain(row["path"]) or "no title"))
    source = [f"[{title}](<{address}>)" if address else title]
    source += [escaped(str(value)) for value in (plain(row["outlet"]), plain(row["published"]) or "no date") if value]
    return "\n>\n".join(f"> {line}" for line in (said, f"— {', '.join(source)}") if line)


def _spoken(category: str) -> str:
    """Return a class of weapon in words: "air_defence/long_range_sam" as "air defence: long range SAM"."""
    words = category.replace("/", ": ").replace("_", " ").split(" ")
    return escaped(" ".join(word.upper() if word in _SHORT_FORMS else word for word in words))


def _other(entity: str, tie: Row) -> str:
    return str(tie["target"] if tie["source"] == entity else tie["source"])


def _number(value: Any) -> str:
    number = plain(value)
    return "" if number is None else f"{number:.2g}" if abs(number) < 10 else f"{number:.0f}"


def _day(value: Any) -> datetime.date | None:
    return None if pd.isna(value) else value.date()


def _listed(values: Any) -> list[str]:
    return [bare(str(value)) for value in (values if values is not None else [])]


def _front_matter(properties: Mapping[str, Any]) -> str:
    listed = yaml.safe_dump(dict(properties), allow_unicode=True, sort_keys=False, width=1000, default_flow_style=False)
    return f"---\n{_MADE_BY}{listed}---"

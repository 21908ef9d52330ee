"""Which column of a table says what, told by what its cells hold, where its name does not tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from helpers.articles import dates
from helpers.articles.readers.columns import guess_columns, list_kind, plain_name

SAMPLE_ROWS = 50
LONG_TEXT = 100
_LONG_TITLE, _LONGEST_TITLE = 15, 300
_FEWEST_TITLE_WORDS = 3
_LONG_ANYWAY = 600
_MUCH_LONGER = 2.0
_DATE_CELL = 40
_MOSTLY = 0.8
_SENTENCE = re.compile(r"[.!?。！？؟…][\"'”’»)\]]*(?:\s|$)")
_LISTED = re.compile(r"[;|#]|(?:,[^,]*){3}")
# Names of columns that hold something else than the article, and dates of something else than its publication.
_OTHER_TEXT = re.compile(
    r"summar|abstract|snippet|excerpt|teaser|descri|lead|standfirst|subtitle|caption|comment|note|keyword|tags?$|bio|remark"
    r"|zusammenfassung|beschreibung|anmerkung|kommentar|resume|chapo|resumen|descripcion|riassunto|sommario|resumo"
    r"|аннотация|описание|примечание|комментар|анотація|опис|коментар|streszczenie|opis|ozet|aciklama|query|prompt|error"
)
_OTHER_DATE = re.compile(
    r"scrap|crawl|collect|download|modif|updat|access|import|fetch|ingest|insert|retriev|index|seen|birth|event|deadline|expir"
    r"|valid|until|start|end|abruf|abgeruf|gespeichert|geandert|aktualisi|consult|descarg|actualiz|scaric|aggiorn|загруж|обновл"
    r"|скачан|собран|завантаж|оновлен|pobran|aktualizac|guncelle|indiril"
)


def columns_by_content(
    names: Sequence[str], rows: Sequence[Sequence[Any]], columns: Mapping[str, str], *, is_named: bool = True
) -> dict[str, str]:
    """Return the columns of text, title, date and address that neither the user nor their names tell, by field.

    The text is the column of long prose, at least twice as long as any other; the title that of short phrases, all of them
    different; the date the only column of dates. What is not plain is left out. Names that say "summary" or "collected on" speak
    against a column.

    Parameters
    ----------
    names : the names of the columns
    rows : some rows below them
    columns : what the user named
    is_named : whether the names mean anything; in a table without a line of names they are numbers, and the first column that
        fits is taken
    """
    told = guess_columns(names, columns)
    if list_kind(names):
        return {}
    cells = {name: column for name, column in _cells(names, rows).items() if column and name not in told.values()}
    length = {name: sum(map(len, column)) / len(column) for name, column in cells.items()}
    found: dict[str, str] = {}
    for field, fits in _FITS.items():
        fitting = [name for name in cells if name not in found.values() and _share(cells[name], fits) >= _MOSTLY]
        if is_named:
            fitting = [name for name in fitting if _speaks_for(field, name, cells[name], length)]
        if field not in told and fitting and (field != "published" or len(fitting) == 1 or not is_named):
            found[field] = max(fitting, key=lambda name: (length[name] if field in ("text", "title") else 0, -names.index(name)))
    return found if "text" in found or "text" in told else {}


def _cells(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, list[str]]:
    """Return the cells of every column that hold anything, as text."""
    return {
        name: [
            str(row[place]).strip() for row in rows if len(row) > place and row[place] not in (None, "") and _is_plain(row[place])
        ]
        for place, name in enumerate(names)
        if name
    }


def _is_plain(cell: Any) -> bool:
    return isinstance(cell, (str, int, float)) and not isinstance(cell, bool)


def _speaks_for(field: str, name: str, cells: Sequence[str], length: Mapping[str, float]) -> bool:
    """Say whether a column that fits a field is plainly meant by it."""
    plain = plain_name(name)
    if field == "published":
        return _OTHER_DATE.search(plain) is None
    if field == "title":
        is_phrase = _share(cells, lambda cell: len(cell.split()) >= _FEWEST_TITLE_WORDS and not _LISTED.search(cell)) >= _MOSTLY
        return is_phrase and len(set(cells)) > _MOSTLY * len(cells) and _OTHER_TEXT.search(plain) is None
    if field == "text":
        others = (other for column, other in length.items() if column != name)
        is_longest = length[name] >= _MUCH_LONGER * max(others, default=0)
        is_prose = _share(cells, lambda cell: _SENTENCE.search(cell) is not None) >= _MOSTLY
        return is_longest and is_prose and (_OTHER_TEXT.search(plain) is None or length[name] >= _LONG_ANYWAY)
    return True


def _share(cells: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(bool, map(fits, cells))) / len(cells)


def _is_address(cell: str) -> bool:
    return re.match(r"https?://\S+$", cell) is not None


def _is_date(cell: str) -> bool:
    return len(cell) <= _DATE_CELL and re.search(r"[-/. ]|^\d{8}$", cell) is not None and dates.parse_date(cell) is not None


def _is_text(cell: str) -> bool:
    return len(cell) >= LONG_TEXT and " " in cell


def _is_title(cell: str) -> bool:
    return _LONG_TITLE <= len(cell) <= _LONGEST_TITLE and " " in cell


_FITS: dict[str, Callable[[str], bool]] = {"url": _is_address, "published": _is_date, "text": _is_text, "title": _is_title}

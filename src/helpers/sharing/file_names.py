"""File names for notes: safe on Windows, macOS and Linux and inside a link, one for each entity."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping

from helpers.sharing.markdown import one_line

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\[\]#^%{}`$=]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_MOST_BYTES = 100  # of a name without its ending: paths on Windows are short


def file_names(names: Mapping[str, str], *, taken: Collection[str] = ()) -> dict[str, str]:
    """Return a file name (without ending) for each id, no two of which differ only in case or composition of letters.

    Where names are alike the id follows in brackets, and a number where that is not enough.

    Parameters
    ----------
    names : the name to show for each id
    taken : names that no entity may have
    """
    wanted = {entity: safe_name(names[entity]) for entity in sorted(names)}
    shared = Counter(_key(name) for name in wanted.values())
    used = {_key(name) for name in taken}
    found: dict[str, str] = {}
    alone_first = sorted(wanted, key=lambda entity: (shared[_key(wanted[entity])] > 1, entity))
    for entity in alone_first:
        longer = f"{wanted[entity]} ({safe_name(entity)})"
        choices = [wanted[entity]] if shared[_key(wanted[entity])] == 1 else []
        choices += [longer, *(f"{longer} {number}" for number in range(2, len(names) + 2))]
        found[entity] = next(name for name in choices if _key(name) not in used)
        used.add(_key(found[entity]))
    return dict(sorted(found.items()))


def safe_name(text: str) -> str:
    """Return `text` as a file name without ending that every system and every link takes; "unnamed" where nothing is left."""
    name = _FORBIDDEN.sub(" ", unicodedata.normalize("NFC", one_line(text)))
    name = " ".join(name.split()).encode("utf-8")[:_MOST_BYTES].decode("utf-8", errors="ignore").strip(" .")
    return f"_{name}" if _RESERVED.fullmatch(name) else name or "unnamed"


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())

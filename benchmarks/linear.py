"""How the time of the pipeline grows when a text of odd shape doubles, twice: 2 is linear, 4 the square.

Ratios of CPU time inside one run, so that a slow or busy machine shows the same figures. Run by `python benchmarks/linear.py`,
with names of shapes for some of them only; `--large` takes the sizes to a megabyte and 20,000 names (half an hour).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from itertools import pairwise

from spacy.language import Language

from helpers.entities import build_pipeline, knowledge

SYLLABLES = ("ba", "co", "du", "fe", "gi", "ha", "jo", "ku", "le", "mi", "no", "pa", "ro", "su", "ta", "ve")
GIVEN = ("Anna", "Boris", "Clara", "David", "Elena", "Frank", "Greta", "Hugo")
COUNTRIES = [row["surface"] for row in knowledge.rows("country_names.csv") if row["how"] == "name"]
WEAPONS = [row["name"] for row in knowledge.rows("weapons/*.csv")]


def surname(number: int) -> str:
    """Return the surname of that number, no two alike."""
    parts, rest = [], number + len(SYLLABLES) ** 2
    while rest:
        rest, digit = divmod(rest, len(SYLLABLES))
        parts.append(SYLLABLES[digit])
    return "".join(parts).capitalize()


#: Texts of `n` names.
NAMES: dict[str, Callable[[int], str]] = {
    "full names": lambda n: ", ".join(f"{GIVEN[i % 8]} {surname(i)}" for i in range(n)),
    "full names of one surname": lambda n: ", ".join(f"{surname(i)} Smith" for i in range(n)),
    "bare surnames": lambda n: "Boris Kolarov spoke. " + ", ".join(surname(i) for i in range(n)),
    "countries": lambda n: ", ".join(COUNTRIES[i % len(COUNTRIES)] for i in range(n)),
    "weapons": lambda n: ", ".join(WEAPONS[i % len(WEAPONS)] for i in range(n)),
    "unlisted weapons": lambda n: ". ".join(f"The {surname(i)}-{i % 90} drone flew" for i in range(n)),
}
#: Texts of `n` characters, each in one line.
CHARACTERS: dict[str, Callable[[int], str]] = {
    "one line of news": lambda n: ("Kyiv said its F-16s had flown, and Joe Biden heard it. " * (n // 55 + 1))[:n],
    "no space": lambda n: "A" * n,
    "quotation marks": lambda n: "\"'" * (n // 2),
    "hyphens and numbers": lambda n: "F-16-" * (n // 5),
    "emoji": lambda n: "😀👩‍🚀" * (n // 4),
    "right to left": lambda n: ("قال الرئيس إن " * (n // 14 + 1))[:n],
    "mixed scripts": lambda n: ("Київ said 习近平 met قال in Αθήνα. " * (n // 33 + 1))[:n],
    "control characters": lambda n: "\x00\x07\x1b\x85" * (n // 4),
}


def seconds(nlp: Language, text: str) -> float:
    """Return the CPU time that the pipeline takes."""
    start = time.process_time()
    nlp(text)
    return time.process_time() - start


def main() -> None:
    """Measure and print one row per shape."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help="the shapes to measure (default: all)")
    parser.add_argument("--large", action="store_true", help="up to 20,000 names and a megabyte")
    options = parser.parse_args()
    n_names, n_characters = (5_000, 250_000) if options.large else (500, 25_000)
    nlp = build_pipeline()
    seconds(nlp, "Kyiv said.")
    for name, make in (NAMES | CHARACTERS).items():
        if options.shapes and name not in options.shapes:
            continue
        first = n_names if name in NAMES else n_characters
        taken = [seconds(nlp, make(n)) for n in (first, 2 * first, 4 * first)]
        ratios = " ".join(f"{after / before:.2f}" for before, after in pairwise(taken))
        print(f"{name:28} {first:>9,} → {4 * first:>9,}   {taken[0]:7.2f} s → {taken[2]:7.2f} s   ratios {ratios}", flush=True)


if __name__ == "__main__":
    main()

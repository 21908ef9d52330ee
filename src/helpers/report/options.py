"""What a report can be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Format = Literal["html", "pdf", "slides", "markdown"]
Evidence = Literal["full", "short", "none"]


@dataclass(frozen=True)
class ReportOptions:
    """The wishes of whoever sends a report on; every one of them is stated on its page.

    title : heading of the report; empty for the notebook's own
    entity : id, name or alias of an entity: only it, its partners and the ties among them
    since, until : first and last day of publication, ISO 8601; empty for no bound. Undated articles are then left out
    split : first day of the second period of a comparison, ISO 8601; empty for the day that halves the articles
    evidence : sentences as they stand ("full"), at most 25 words round the names ("short"), or their places alone ("none")
    formats : what the report is rendered to, besides HTML
    also : further notebooks to execute and render, by the name behind their number ("dossier", "comparison", "gallery")
    """

    title: str = ""
    entity: str = ""
    since: str = ""
    until: str = ""
    split: str = ""
    evidence: Evidence = "full"
    formats: tuple[Format, ...] = ()
    also: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check what can be checked without an article; raises ValueError in one sentence."""
        for name in ("since", "until", "split"):
            _check_day(name, getattr(self, name))
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since {self.since} is after until {self.until}; no article can be between them")
        _check_choice("evidence", self.evidence, get_args(Evidence))
        for name in self.formats:
            _check_choice("format", name, get_args(Format))

    def parameters(self) -> dict[str, str]:
        """Return those that notebooks know as parameters and that are not empty."""
        names = ("title", "entity", "since", "until", "split", "evidence")
        return {name: value for name in names if (value := getattr(self, name))}


def _check_day(name: str, day: str) -> None:
    try:
        if day and date.fromisoformat(day).isoformat() != day:
            raise ValueError(day)
    except ValueError:
        raise ValueError(f"{name} is {day!r}; it should be a day, such as 2024-03-31") from None


def _check_choice(what: str, choice: str, choices: tuple[str, ...]) -> None:
    if choice not in choices:
        raise ValueError(f"{what} {choice!r} is not known; it is one of {', '.join(choices)}")

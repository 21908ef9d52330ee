"""Counts of parts of a corpus added up to the table `edges`, exactly as if the parts had been one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.network.blocks import Blocks
from helpers.network.codes import IntArray, SmallArray, sort_rows, starts_of_runs
from helpers.network.counting import LATEST, UNDATED, as_dates, flag_home, whole
from helpers.network.meetings import Window
from helpers.network.weighing import assess_columns, decayed_weights, missing_columns
from helpers.tables import TABLES, empty_table

Rows = dict[str, npt.NDArray[Any]]  #: columns of whole numbers, all of one length

_COUNTS = ("n_sentences", "n_articles", "n_reports", "n_apposition")
_ADDED = ("n_sentences_coreference", "n_reports_coreference")
_EARLIEST_LATEST: dict[str, np.ufunc] = {"first_seen": np.minimum, "last_seen": np.maximum}


@dataclass(frozen=True)
class PartCounts:
    """What a part comes to. Codes are places in its own `entity_ids` and `outlets`."""

    entity_ids: pd.Index[Any]
    outlets: list[str]
    reports: npt.NDArray[np.uint64]  #: hashed names of the part's reports
    edges: Rows
    edges_by_outlet: Rows
    edges_by_distance: Rows
    edges_of_all: Rows  #: meetings by name and by coreference together; empty where coreference is not asked for
    blocks: Blocks
    met_in_report: IntArray


def _add_up(tables: list[Rows], by: tuple[str, ...]) -> Rows:
    """Return one row per combination of `by`, in order, what else the rows hold added up (of dates the earliest, the latest)."""
    columns = {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}
    order = np.lexsort([columns[name] for name in reversed(by)])
    columns = {name: values[order] for name, values in columns.items()}
    starts = np.flatnonzero(starts_of_runs(*(columns[name] for name in by)))
    return {
        name: values[starts] if name in by or not len(starts) else _EARLIEST_LATEST.get(name, np.add).reduceat(values, starts)
        for name, values in columns.items()
    }


@dataclass
class _Total:
    """Tables added up as they come, in any order; held are the sum and about as many rows again that wait to be added."""

    by: tuple[str, ...]
    tables: list[Rows] = field(default_factory=list)

    def add(self, table: Rows) -> None:
        """Add a table (changes the total)."""
        self.tables.append(table)
        done, *waiting = (len(rows[self.by[0]]) for rows in self.tables)
        if sum(waiting) > done:
            self.tables = [self.sum()]

    def sum(self) -> Rows:
        """Return the sum."""
        return _add_up(self.tables, self.by)


class Ledger:
    """What all parts come to, entered one by one in any order.

    Codes are places in `entity_ids`, those of all parts; a `pair` is source * number of entities + target.
    """

    def __init__(self, entity_ids: pd.Index[Any]) -> None:
        self.entity_ids = entity_ids.sort_values()
        self.edges = _Total(("pair",))
        self.by_outlet = _Total(("pair", "outlet"))
        self.by_distance = _Total(("pair", "distance"))
        self.of_all = _Total(("pair",))
        self.outlets: dict[str, int] = {}
        self.is_named = np.zeros(len(entity_ids), dtype=bool)
        self.reports: list[npt.NDArray[np.uint64]] = []
        self.blocks: list[tuple[Blocks, SmallArray]] = []
        self.met_in_report: list[IntArray] = []

    def enter(self, counts: PartCounts) -> None:
        """Add a part (changes the ledger)."""
        place = self.entity_ids.get_indexer(counts.entity_ids)
        if (place < 0).any():
            raise ValueError(f"pairs: entity {counts.entity_ids[place < 0][0]} is not in the table entities")
        self.is_named[place] = True
        outlet = np.array([self.outlets.setdefault(name, len(self.outlets)) for name in counts.outlets], dtype=np.int64)
        by_outlet = {**counts.edges_by_outlet, "outlet": outlet[counts.edges_by_outlet["outlet"]]}
        for total, table in (
            (self.edges, counts.edges),
            (self.by_outlet, by_outlet),
            (self.by_distance, counts.edges_by_distance),
            (self.of_all, counts.edges_of_all),
        ):
            pair = place[table["source"]] * len(self.entity_ids) + place[table["target"]]
            total.add({"pair": pair} | {name: values for name, values in table.items() if name not in ("source", "target")})
        self.reports.append(counts.reports)
        self.blocks.append((counts.blocks, place.astype(np.int32)))
        self.met_in_report.append(counts.met_in_report)

    def close(
        self, entities: pd.DataFrame, *, window: Window, assess: bool, describe: bool, decay_sentences: float
    ) -> pd.DataFrame:
        """Return table `edges` for everything entered.

        Raises ValueError where articles of one report were in two parts.
        """
        self._check_reports()
        edges = self.edges.sum() if self.edges.tables else {"pair": np.empty(0, dtype=np.int64)}
        pair = edges["pair"]
        if not len(pair):
            return empty_table("edges")
        entity_ids, code = self.entity_ids[self.is_named], (np.cumsum(self.is_named) - 1).astype(np.int32)
        source, target = (code[side] for side in np.divmod(pair, len(self.entity_ids)))
        columns = self._counted(edges, decay_sentences)
        columns["source"], columns["target"] = (entity_ids.astype("str").array.take(side) for side in (source, target))
        columns["is_home"] = flag_home(source, target, entity_ids, entities)
        columns |= missing_columns(len(pair))
        if assess:
            met = np.concatenate(self.met_in_report)
            sums = source, target, edges["n_reports"], edges["n_sentences"], self._blocks(code, len(entity_ids)), met
            columns |= assess_columns(*sums, window=window, describe=describe)
        return pd.DataFrame({name: columns[name] for name in TABLES["edges"].columns}, copy=False)

    def _check_reports(self) -> None:
        reports = np.concatenate(self.reports) if self.reports else np.empty(0)
        if len(np.unique(reports)) < len(reports):
            raise ValueError(
                "parts: articles with one cluster_id are in more than one part; a report's copies belong in one (split_by_report)"
            )

    def _counted(self, edges: Rows, decay_sentences: float) -> dict[str, Any]:
        pair = edges["pair"]
        closest, of_all = self.by_distance.sum(), self.of_all.sum()
        edge = np.searchsorted(pair, closest["pair"])
        decayed = decayed_weights(edge, closest["distance"], closest["n_reports"], decay_sentences, n_edges=len(pair))
        n_outlets = np.bincount(np.searchsorted(pair, self.by_outlet.sum()["pair"]), minlength=len(pair))
        added = np.zeros((2, len(pair)), dtype=np.int64)
        if len(of_all["pair"]):  # a pair that meets by name is among all that meet
            place = np.searchsorted(of_all["pair"], pair)
            added = np.stack([of_all["n_unsaid"][place], of_all["n_reports"][place] - edges["n_reports"]])
        return {
            **{name: whole(edges[name]) for name in _COUNTS},
            "n_outlets": whole(n_outlets),
            "first_seen": as_dates(np.where(edges["first_seen"] == LATEST, UNDATED, edges["first_seen"])),
            "last_seen": as_dates(edges["last_seen"]),
            "weight": edges["n_reports"].astype(np.float64),
            "weight_decayed": decayed,
            **dict(zip(_ADDED, map(whole, added), strict=True)),
        }

    def _blocks(self, code: SmallArray, n_entities: int) -> Blocks:
        """Return the blocks of all parts, reports numbered on from part to part."""
        n_before = np.cumsum([0, *(len(blocks.entities_of_report) for blocks, _ in self.blocks)])
        entity = np.concatenate([code[place[blocks.entity]] for blocks, place in self.blocks])
        report = np.concatenate([blocks.report + first for (blocks, _), first in zip(self.blocks, n_before[:-1], strict=True)])
        occurrences = np.zeros(n_entities, dtype=np.int64)
        for blocks, place in self.blocks:
            occurrences[code[place]] += blocks.occurrences_of_entity
        entity, report, size = sort_rows(entity, report, np.concatenate([blocks.size for blocks, _ in self.blocks]))
        return Blocks(
            entity,
            report,
            size,
            reports_of_entity=np.bincount(entity, minlength=n_entities),
            entities_of_report=np.concatenate([blocks.entities_of_report for blocks, _ in self.blocks]),
            units_of_report=np.concatenate([blocks.units_of_report for blocks, _ in self.blocks]),
            occurrences_of_entity=occurrences,
            n_units=sum(blocks.n_units for blocks, _ in self.blocks),
        )

"""From `mentions` to `pairs`: one row per meeting of two entities, the evidence behind every edge."""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.network.apposition import flag_appositions
from helpers.network.codes import FlagArray
from helpers.network.meetings import Meetings, Window, find_meetings, read_occurrences, split_crowded


def find_pairs(
    mentions: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    window: Window = "sentence",
    max_entities_per_unit: int = 50,
    include_classes: bool = False,
    coreference: bool = False,
    articles: pd.DataFrame | None = None,
    progress: bool = False,
) -> pd.DataFrame:
    """Find where two entities meet. A pair counts once per unit, however often a name is repeated in it.

    Parameters
    ----------
    mentions : DataFrame, table `mentions`
    sentences : DataFrame, table `sentences`; read for the window "paragraph" only
    window : what one unit is

        - "sentence": the sentence. Both stand in it; the distance is 0.
        - a number n: the sentence in which the later of the two stands, when the other stands in it or at most n sentences
          before. The distance is to the nearest such place. 0 is the same as "sentence". Only the two names are looked at:
          two that are far apart do not meet through a third between them.
        - "paragraph": the paragraph. The distance is between the closest two places in it, `sentence` the later of those
          (the earliest of equally close ones).
        - "article": the article, in the same way.
    max_entities_per_unit : units that name more entities make no pairs (a list of all members is no meeting of any two);
        `crowded_units` lists them. For a number n it is the single sentence that is judged, so that a wider window never
        loses a pair.
    include_classes : whether generic classes of weapon ("drone") take part
    coreference : whether mentions by pronoun or role ("he", "the minister") take part. They only add rows, with `by_coreference`:
        units in which the pair does not meet by name. The rows of meetings by name are the same with and without.
    articles : table `articles`; with it `is_apposition` is found from the text, without it the column is false throughout
    progress : whether to show a progress bar

    Returns
    -------
    DataFrame, table `pairs`: one row per pair and unit

    Raises
    ------
    ValueError : unknown window; a mention without article, sentence or entity; a mention in a sentence that `sentences` lacks
    """
    meetings, _ = find_meetings(
        mentions,
        sentences,
        window=window,
        max_entities_per_unit=max_entities_per_unit,
        include_classes=include_classes,
        coreference=coreference,
        progress=progress,
    )
    flags = np.zeros(len(meetings), dtype=bool)
    if articles is not None:
        flags = flag_appositions(meetings, mentions, sentences, articles, window=window)
    return _as_pairs(meetings, flags)


def crowded_units(
    mentions: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    window: Window = "sentence",
    max_entities_per_unit: int = 50,
    include_classes: bool = False,
    coreference: bool = False,
) -> pd.DataFrame:
    """List the units that make no pairs because they name too many entities; arguments as in `find_pairs`.

    With `coreference` those in which names, pronouns and roles together are too many; they make no pairs by coreference.

    Returns
    -------
    DataFrame, one row per unit: `article_id`, `sentence` (the first in the unit that names an entity), `n_entities`
    """
    found = read_occurrences(mentions, sentences, window=window, include_classes=include_classes, coreference=coreference)
    return split_crowded(found, window=window, max_entities=max_entities_per_unit)[1]


def _as_pairs(meetings: Meetings, is_apposition: FlagArray) -> pd.DataFrame:
    # rows are already in the order of the table: codes sort as names do
    entity_ids, article_ids = meetings.entity_ids.astype("str").array, meetings.article_ids.astype("str").array
    return pd.DataFrame(
        {
            "source": entity_ids.take(meetings.source),
            "target": entity_ids.take(meetings.target),
            "article_id": article_ids.take(meetings.article),
            "sentence": pd.array(meetings.sentence, dtype="Int64"),
            "distance": pd.array(meetings.distance, dtype="Int64"),
            "is_apposition": is_apposition,
            "by_coreference": meetings.by_coreference,
        }
    )

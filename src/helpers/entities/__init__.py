"""`articles`, `sentences` → `mentions`, `entities`: who and what the articles name."""

from helpers.entities.corpus import find_mentions, join_names
from helpers.entities.pipeline import build_pipeline

__all__ = ["build_pipeline", "find_mentions", "join_names"]

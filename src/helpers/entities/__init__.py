"""`articles`, `sentences` → `mentions`, `entities`: who and what the articles name."""

from typing import TYPE_CHECKING, Any

from helpers.entities.pipeline import build_pipeline

if TYPE_CHECKING:
    from helpers.entities.corpus import find_mentions, join_names

__all__ = ["build_pipeline", "find_mentions", "join_names"]


def __getattr__(name: str) -> Any:
    """Import what works on tables, and pandas with it, when it is first asked for: the pipeline alone starts a second sooner."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from helpers.entities import corpus

    return getattr(corpus, name)

"""Finding by words: what is called so comes before what only says so."""

from __future__ import annotations

from collections.abc import Sequence

NAMED = 0
SAID = 1


def found(query: str, names: Sequence[str], says: Sequence[str]) -> int | None:
    """NAMED where every word of the query occurs in the names, SAID where it does in names and sayings; else None."""
    words = query.casefold().split()
    for place, texts in ((NAMED, names), (SAID, (*names, *says))):
        text = " ".join(texts).casefold()
        if all(word in text for word in words):
            return place
    return None

"""Which cells of a widget changed, so that only those are sent to the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.style import Style
from textual.strip import Strip


def changed_spans(before: Sequence[Strip], after: Sequence[Strip]) -> list[tuple[int, int, int]]:
    """(row, first column, column behind the last) of what differs, for each row in which something does."""
    spans = []
    for y, strip in enumerate(after):
        old = before[y] if y < len(before) else None
        if old is strip:
            continue
        if old is None or old.cell_length != strip.cell_length:
            spans.append((y, 0, strip.cell_length))
        elif (span := _changed_span(old, strip)) is not None:
            spans.append((y, *span))
    return spans


def _changed_span(before: Strip, after: Strip) -> tuple[int, int] | None:
    old, new = list(_cells(before)), list(_cells(after))
    if len(old) != len(new):
        return 0, after.cell_length
    changed = [x for x, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]
    return (changed[0], changed[-1] + 1) if changed else None


def _cells(strip: Strip) -> Iterator[tuple[str, Style | None]]:
    """Each cell's character and style; a wide character fills its second cell with ''."""
    from rich.cells import get_character_cell_size

    for text, style, _control in strip:
        for character in text:
            width = get_character_cell_size(character)
            yield character, style
            for _ in range(width - 1):
                yield "", style

"""Matrices with names for their rows and columns."""

from __future__ import annotations

from tutor.views.base import StagedView


class MatrixView(StagedView, frozen=True, tag="matrix"):
    """Numbers with labeled rows and columns; several of the same form are pages."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_title: str
    column_title: str
    pages: tuple[bytes, ...]
    """Packed, row by row."""
    page_names: tuple[str, ...]
    counts: bool
    """Whether the numbers are counts of truth (rows) against prediction (columns)."""
    note: str


VIEWS = (MatrixView,)

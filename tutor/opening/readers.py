"""Whom a text is made ready for: a terminal, or a page that knows links, formulas and pictures, as Jupyter's does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_PAGE: ContextVar[bool] = ContextVar("page", default=False)


def is_page() -> bool:
    """Whether links, formulas and pictures stay as Markdown has them; else they are words."""
    return _PAGE.get()


@contextmanager
def for_a_page() -> Iterator[None]:
    """Texts that are made ready meanwhile are for a page."""
    before = _PAGE.set(True)
    try:
        yield
    finally:
        _PAGE.reset(before)

"""What a lesson shows on a screen of its own: all that a cell wrote, and the learner's texts of an earlier lesson."""

from __future__ import annotations

from tutor.learner.records import CellText
from tutor.ui.lesson.cell_state import CellState
from tutor.views import registry as drawings
from tutor.views.plain import plain


def whole(state: CellState) -> str:
    """All of a cell's output as one text."""
    parts: list[str] = []
    for lines, name in state.in_order():
        parts += lines
        if name is not None and (said := drawings.written(state.views[name])) is not None:
            head, text = said
            parts += ["", f"{plain(name) or 'value'}   {head}".rstrip(), plain(text), ""]
    if state.failure is not None:
        parts += ["", plain(state.failure.message), plain(state.failure.explanation)]
    return "\n".join(parts).strip() or "Nothing was written."


def earlier(orphans: tuple[CellText, ...]) -> str:
    """The learner's texts whose cells the lesson no longer has as they were."""
    return "\n\n".join(f"# cell {text.cell}, as you had it\n{plain(text.source)}" for text in orphans)

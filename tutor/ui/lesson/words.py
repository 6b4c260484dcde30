"""The short sentences of the lesson screen that depend on what is going on."""

from __future__ import annotations

import msgspec

from tutor.course.model import Lesson
from tutor.course.regime import Regime
from tutor.ui.lesson.notebook import Notebook

SHORTEST = 8
"""Characters of a title that still tell which it is."""


def dots(index: int, count: int, seen: frozenset[int]) -> str:
    """Where one is among the screens: seen, present, not yet seen."""
    signs = "●◉○"
    return " ".join(signs[1] if i == index else signs[0] if i in seen else signs[2] for i in range(count))


def top_line(lesson: Lesson, index: int, seen: frozenset[int], right: str, width: int, *, trouble: bool = False) -> str:
    """Title, place and device in one line, shortened from the inside where it is too long; what is `trouble` stays."""
    count = len(lesson.screens)
    place = f"{index + 1}/{count}"
    title = lesson.screens[index].title if lesson.screens else ""
    left = f"{lesson.title} ▸ {title}" if title and not title.startswith(lesson.title) else title or lesson.title
    for middle in (f"{dots(index, count, seen)}  {place}", place):
        tail = f"{middle}   {right}" if right else middle
        gap = width - len(left) - len(tail)
        if gap >= 2:
            return left + " " * gap + tail
    if trouble:
        place = f"{place}   {right}"
    return _shortened(lesson.title, left, width - len(place) - 2).ljust(max(0, width - len(place))) + place


def _shortened(first: str, both: str, room: int) -> str:
    """The two titles in this room: of the lesson's own as much as is left, for the screen's says where one is."""
    over = len(both) - room
    if over <= 0:
        return both
    kept = len(first) - over - 1
    if both.startswith(f"{first} ▸ ") and kept >= SHORTEST:
        return f"{first[:kept].rstrip()}…{both[len(first) :]}"
    return f"{both[: max(0, room - 1)].rstrip()}…" if room > 0 else ""


def pace(value: float | None) -> str:
    """Steps a second in words."""
    return "full speed" if value is None else f"{value:g} step{'s' if value != 1 else ''}/s"


class State(msgspec.Struct, frozen=True):
    """What training does, in full and where there is little room."""

    doing: str
    pace: str
    look: str = ""
    """The step that is looked back at."""

    def fitting(self, room: int) -> str:
        """As much of it as finds room; what is being done is always said."""
        for parts in ((self.look, self.pace, self.doing), (self.look, self.doing)):
            text = "  ".join(filter(None, parts))
            if len(text) <= room:
                return text
        return self.doing


def state(
    notebook: Notebook,
    steps: float | None,
    cursor: int | None,
    *,
    warm: bool,
    kernel: str = "",
    done: str = "",
    because: str = "",
) -> State:
    """What training does, and at which pace; `warm` is whether torch is there, `kernel` what keeps it from answering,
    `done` how far the training is, `because` why a cell runs that was not asked for."""
    if kernel:
        doing = kernel
    elif notebook.busy and not warm:
        doing = "waiting for torch"
    elif notebook.held:
        doing = f"⏸ {done or 'paused'}"
    elif notebook.busy:
        before = notebook.running_before
        doing = f"▶ first cell {before}{f', {because}' if because else ''}" if before else f"▶ {done or 'running'}"
    else:
        doing = "ready" if warm else "starting torch…"
    return State(doing, f"pace {pace(steps)}", f"step {cursor}" if cursor is not None else "")


OUTCOMES: dict[Regime, str] = {
    "slow": "It went down slowly, and had not converged at the end.",
    "steady": "It went down steadily.",
    "oscillating": "It swung from side to side on its way down.",
    "diverging": "It diverged: each step threw it further away.",
}


def outcome(seen: Regime, why: str) -> str:
    """What a run did, and the arithmetic behind it where the lesson has derived it."""
    return f"{OUTCOMES[seen]} {why}".strip()

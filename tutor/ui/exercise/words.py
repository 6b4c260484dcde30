"""The short sentences of the exercise screens."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from tutor.views.plain import plain

if TYPE_CHECKING:
    from tutor.course.exercise import Exercise
    from tutor.course.model import Lesson
    from tutor.kernel.protocol.checks import Verdict
    from tutor.learner.practice import Attempt, Status

VERDICTS: dict[str, str] = {
    "right": "right",
    "wrong": "wrong",
    "unfinished": "unfinished",
    "error": "does not run",
    "timeout": "took too long",
    "killed": "was stopped",
}
SIGNS: dict[str, str] = {"right": "✓", "wrong": "✗", "unfinished": "◐", "error": "✗", "timeout": "✗", "killed": "✗"}
MARKS: dict[Status, str] = {"new": "○", "tried": "◐", "right": "✓", "skipped": "→"}


def state(attempt: Attempt) -> str:
    """How an exercise stands."""
    match attempt.status:
        case "new":
            return "new"
        case "right":
            return "right"
        case "skipped":
            return "skipped"
        case "tried":
            return VERDICTS.get(attempt.verdict, "tried")


def head(lesson: Lesson | None, exercise: Exercise, present: str, saved: str, width: int, *, trouble: str = "") -> str:
    """'Linear regression ▸ One step       2 of 4 · unfinished · saved 22:41', shortened at the left; `trouble` with
    the kernel takes the place of how the exercise stands."""
    titles = [lesson.title] if lesson is not None else []
    left = plain(" ▸ ".join([*titles, exercise.title]))
    slugs = lesson.exercises if lesson is not None else ()
    place = f"{slugs.index(exercise.slug) + 1} of {len(slugs)}" if exercise.slug in slugs else ""
    right = " · ".join(filter(None, [place, trouble or present, saved]))
    room = max(0, width - cell_len(right) - 2)
    if cell_len(left) > room:
        left = plain(exercise.title)
    return set_cell_size(_shortened(left, room), room) + "  " + right


def _shortened(text: str, width: int) -> str:
    return text if cell_len(text) <= width else set_cell_size(text, max(0, width - 1)) + "…"


def shown_path(path: Path, width: int, home: Path | None = None) -> str:
    """A path that fits: '~' for the home folder, and '…' for the folders at its beginning where it is long."""
    text = plain(str(path))
    if home is not None and path.is_relative_to(home):
        text = plain(str(Path("~") / path.relative_to(home)))
    parts = text.split("/")
    while cell_len(text) > width and len(parts) > 2:
        parts = ["…", *parts[2:]]
        text = "/".join(parts)
    return _shortened(text, width)


def milliseconds(seconds: float) -> str:
    """'38 ms', '2.1 s'."""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def verdict_title(verdict: Verdict, seconds: float) -> str:
    """'✗ wrong · 38 ms'."""
    return f"{SIGNS[verdict]} {VERDICTS[verdict]} · {milliseconds(seconds)}"


def next_unfinished(slugs: Sequence[str], right: Sequence[bool], here: str | None) -> str | None:
    """The next exercise after `here`, round the end of the course, that is not yet right; `here` itself is none."""
    start = slugs.index(here) + 1 if here in slugs else 0
    order = [*range(start, len(slugs)), *range(start)]
    return next((slugs[at] for at in order if not right[at] and slugs[at] != here), None)


def hints_left(count: int, shown: int, *, aimed: bool = False) -> str:
    """What the key for a hint does now; `aimed` where the next one is for the check that failed."""
    left = count - shown
    if not count:
        return ""
    if not left:
        return "There are no more hints."
    if aimed:
        return f"h shows a hint for the check that failed; {left} left."
    if not shown:
        return f"h shows a hint; there {'is one' if count == 1 else f'are {count}'}."
    return f"h shows the next hint; {left} left."

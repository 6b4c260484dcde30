"""The tries of an exercise that trains: the curve of the present one while it forms, with those before it behind."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from tutor.learner.practice import TrialRecord
from tutor.ui.stage.drawing import DrawingView
from tutor.ui.widgets.presence import Present

if TYPE_CHECKING:
    from tutor.charts.drawing import Marks
    from tutor.charts.labels import Curve

SHOWN = 5
"""As many tries before the present one are drawn: the best, and the newest."""


@dataclass(frozen=True)
class Tries:
    """What the panel shows."""

    present: TrialRecord | None = None
    """The one that is judged, or was judged last."""
    earlier: tuple[TrialRecord, ...] = ()
    """Those of other texts, oldest first."""
    reference: TrialRecord | None = None
    """That of the exercise's own solution, on this machine."""
    running: bool = False

    @property
    def there(self) -> bool:
        """Whether there is anything to show."""
        return self.present is not None or bool(self.earlier) or self.reference is not None

    @property
    def best(self) -> TrialRecord | None:
        """The earlier try that got most right in the end."""
        return max((one for one in self.earlier if one.right), key=lambda one: one.right[-1], default=None)

    @property
    def title(self) -> str:
        """'tries · 94.2 % right · 10,026 numbers · 0.8 of 4 s'."""
        if self.present is None and not self.earlier and self.reference is not None:
            return f"tries · reference: {self.reference.words}"
        if self.present is None:
            return f"tries · {len(self.earlier)} so far" + (f" · best: {self.best.words}" if self.best else "")
        return f"tries · {'training: ' if self.running else ''}{self.present.words}"

    @property
    def lines(self) -> list[str]:
        """All of them in words, the oldest first."""
        named = [(f"try {number}", one) for number, one in enumerate(self.earlier, 1)]
        named += [("this try", self.present)] if self.present is not None else []
        named += [("reference", self.reference)] if self.reference is not None else []
        return [f"{name}: {one.words}" for name, one in named]


class TriesPanel(Present, DrawingView):
    """Their curves. The border's title says in words how the present one stands."""

    DEFAULT_CSS = """
    TriesPanel { height: 8; display: none; }
    TriesPanel.-there { display: block; }
    """

    def __init__(self, marks: Marks) -> None:
        super().__init__(id="tries")
        self._marks: Marks = marks
        self._tries = Tries()

    def show_tries(self, tries: Tries) -> None:
        """Show these in place of those before."""
        if tries != self._tries:
            self._tries = tries
            self.border_title = Content(tries.title)
            self.set_class(tries.there, "-there")
            self._draw()

    def on_drawing_view_resized(self, _event: DrawingView.Resized) -> None:
        """Draw them for the room that there is now."""
        self._draw()

    def _draw(self) -> None:
        from tutor.views.curves.draw import curves

        if self.room.width < 1 or self.room.height < 1 or not self._tries.there:
            return
        lines, seconds = curves_of(self._tries)
        drawing, _ = curves(self.room, lines, marks=self._marks, log=False, x_label="s", steps_hint=seconds)
        self.show(drawing)


def curves_of(tries: Tries) -> tuple[list[Curve], int]:
    """The curves to draw, in percent, and up to which second."""
    from tutor.charts.labels import Curve

    earlier = [one for one in tries.earlier if one is not tries.best][-SHOWN + 1 :]
    named = [("", one, "ghost") for one in earlier]
    named += [("best before", tries.best, "line3")] if tries.best is not None else []
    named += [("reference", tries.reference, "line2")] if tries.reference is not None else []
    named += [("this try", tries.present, "line1")] if tries.present is not None else []
    seconds = max(1, math.ceil(max((one.seconds[-1] for _, one, _ in named if one.seconds), default=1)))
    goal = next(one.goal for _, one, _ in named)
    found = [
        Curve(name, one.seconds, _percent(one.right), ink, faint=ink == "ghost")
        for name, one, ink in named
        if one.right
    ]
    return [Curve("goal", (0.0, float(seconds)), _percent((goal, goal)), "ghost"), *found], seconds


def _percent(shares: Sequence[float]) -> list[float]:
    return [100 * share for share in shares]

"""What all views have in common."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class View(msgspec.Struct, frozen=True):
    """The base of all that a lesson can show; `tutor.views.registry` finds how each is drawn, and said in words."""


class Path(msgspec.Struct, frozen=True):
    """Where two reported numbers went, in the order of the steps; the last point is the present one."""

    x: Sequence[float]
    y: Sequence[float]
    faint: bool = False
    """Of an earlier run: behind the others, without marks at its ends."""
    label: str = ""
    """Which of several it is: 'adam' of w[adam] and b[adam]."""
    ink: str = "path"
    key: str = ""
    """The character by which it is found in the read-out."""


class StagedView(View, frozen=True):
    """The base of the views that are drawn on the stage."""

    def reads(self) -> tuple[str, str] | None:
        """The two reported numbers whose paths it shows, and which have no curves then; None where it stands alone."""
        return None

    def recorded(self) -> Sequence[Path]:
        """Paths that it brings with it."""
        return ()


class ControlView(View, frozen=True):
    """The base of the views that say what the values of a control lead to: on its track and beside the numbers."""

    control: str


class Histogram(msgspec.Struct, frozen=True):
    """How many numbers lie in each of several ranges of equal width between `low` and `high`."""

    low: float
    high: float
    counts: tuple[int, ...]

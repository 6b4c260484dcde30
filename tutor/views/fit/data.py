"""Points, and the line through them."""

from __future__ import annotations

from tutor.views.base import StagedView


class FitView(StagedView, frozen=True, tag="fit"):
    """Points, and a line y = slope · x + intercept whose two numbers are reported at each step."""

    x: bytes
    y: bytes
    slope: str
    """The name of the reported value that is the line's slope."""
    intercept: str
    best: tuple[float, float] | None = None
    """(slope, intercept) of the least-squares line."""

    def reads(self) -> tuple[str, str]:
        """The two numbers of the line."""
        return self.slope, self.intercept


VIEWS = (FitView,)

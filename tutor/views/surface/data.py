"""A loss over two parameters, with paths on it."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

import msgspec

from tutor.views.base import Path, StagedView
from tutor.views.packing import unpack


class Grid(msgspec.Struct, frozen=True):
    """A function of two parameters on a regular grid."""

    x: tuple[float, float]
    """The first and the last x of the grid."""
    y: tuple[float, float]
    width: int
    height: int
    values: bytes
    """Packed, row by row: all x of the smallest y first."""

    @property
    def usable(self) -> bool:
        """Whether there is an area, and a value for each of its points."""
        return (
            self.width > 1
            and self.height > 1
            and len(self.values) == 8 * self.width * self.height
            and all(isfinite(end) for end in (*self.x, *self.y))
            and self.x[0] < self.x[1]
            and self.y[0] < self.y[1]
        )

    def holds(self, x: float, y: float, share: float = 1.0) -> bool:
        """Whether a point lies on it, or within the middle `share` of its width and height."""
        across = abs(2 * (x - self.x[0]) / (self.x[1] - self.x[0]) - 1)
        up = abs(2 * (y - self.y[0]) / (self.y[1] - self.y[0]) - 1)
        return across <= share and up <= share


class Trail(msgspec.Struct, frozen=True):
    """Where a training went."""

    label: str
    x: bytes
    y: bytes


class SurfaceView(StagedView, frozen=True, tag="surface"):
    """A loss over two reported parameters, at several magnifications, the closest first."""

    x_name: str
    y_name: str
    grids: tuple[Grid, ...]
    best: tuple[float, float] | None = None
    trails: tuple[Trail, ...] = ()
    """Paths that were recorded before the surface was made; those that are reported come on their own."""

    def reads(self) -> tuple[str, str]:
        """The two parameters."""
        return self.x_name, self.y_name

    def recorded(self) -> Sequence[Path]:
        """The trails, as they are drawn."""
        return [Path(unpack(trail.x), unpack(trail.y), label=trail.label) for trail in self.trails]


VIEWS = (SurfaceView,)

"""A loss over two parameters, with paths on it, and what its curvature says of the learning rate."""

from __future__ import annotations

import msgspec


class Grid(msgspec.Struct, frozen=True):
    """A function of two parameters on a regular grid."""

    x: tuple[float, float]
    """The first and the last x of the grid."""
    y: tuple[float, float]
    width: int
    height: int
    values: bytes
    """Packed, row by row: all x of the smallest y first."""


class Trail(msgspec.Struct, frozen=True):
    """Where a training went."""

    label: str
    x: bytes
    y: bytes


class SurfaceView(msgspec.Struct, frozen=True, tag="surface"):
    """A loss over two reported parameters, at several magnifications, the closest first."""

    x_name: str
    y_name: str
    grids: tuple[Grid, ...]
    best: tuple[float, float] | None = None
    trails: tuple[Trail, ...] = ()
    """Paths that were recorded before the surface was made; those that are reported come on their own."""


class CurvatureView(msgspec.Struct, frozen=True, tag="curvature"):
    """The eigenvalues of the loss's Hessian, largest first, and the control that is its learning rate."""

    control: str
    eigenvalues: tuple[float, ...]


VIEWS = (
    SurfaceView,
    CurvatureView,
)

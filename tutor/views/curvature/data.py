"""What the curvature of a loss says of the learning rate."""

from __future__ import annotations

from tutor.views.base import ControlView


class CurvatureView(ControlView, frozen=True, tag="curvature"):
    """The eigenvalues of the loss's Hessian, largest first, and the control that is its learning rate."""

    eigenvalues: tuple[float, ...]


VIEWS = (CurvatureView,)

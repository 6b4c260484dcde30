"""The curvature of a loss, from the eigenvalues of its Hessian."""

from __future__ import annotations

from typing import Any

from tutor.views.curvature.data import CurvatureView
from tutor.views.reading import real_numbers


def curvature(eigenvalues: Any, control: str) -> CurvatureView:
    """The view as `live.curvature` says."""
    return CurvatureView(control, tuple(sorted(real_numbers("curvature", eigenvalues), reverse=True)))

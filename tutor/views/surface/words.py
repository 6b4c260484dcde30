"""A surface in words, for where nothing can be drawn."""

from __future__ import annotations

import math

from tutor.views.packing import unpack
from tutor.views.surface.data import SurfaceView


def surface_words(view: SurfaceView) -> str:
    """The surface as a map in ASCII, with the highest and the lowest value on it."""
    from tutor.charts.drawing import Size
    from tutor.views.surface.draw import Grid as Map
    from tutor.views.surface.draw import Path, surface

    grids = [Map(g.x, g.y, g.width, g.height, unpack(g.values)) for g in view.grids[:1]]
    paths = [Path(unpack(trail.x), unpack(trail.y), label=trail.label) for trail in view.trails]
    drawing, _ = surface(Size(78, 22), grids, paths, marks="ascii", x_name=view.x_name, y_name=view.y_name,
                         best=view.best, shades=False)  # fmt: skip
    finite = [value for value in unpack(view.grids[0].values) if math.isfinite(value)] or [math.nan]
    said = f"loss over {view.x_name} and {view.y_name}: {min(finite):.4g} to {max(finite):.4g}"
    return f"{said}\n{drawing.text()}"

"""The backend that matplotlib draws by inside a session (`MPLBACKEND`): `plt.show()` shows its figures by the tutor.

matplotlib loads this module by its name, and finds in it what a backend has.
"""

from __future__ import annotations

from typing import Any

from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg

from tutor.live.figures import show_open

FigureCanvas = FigureCanvasAgg
FigureManager = FigureManagerBase


def show(*_: Any, block: bool | None = None, **__: Any) -> None:
    """Show the figures that are open and close them; those of `plt.pause` and `block=False` go on being drawn on."""
    show_open(keep=block is False)

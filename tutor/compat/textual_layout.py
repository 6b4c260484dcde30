"""What Textual draws of a screen that is laid out anew, and whom it tells, after somebody asked where a widget lies.

A compositor compares with its last full map: what lies elsewhere is drawn, and what is new or has another size is told
so. Scrolling makes no such map, and whoever asks where a widget lies may have one made of which nothing was drawn and
nobody was told: rows of before then stay on the terminal, and a text is not wrapped to its width. Here it is compared
with what was drawn and told. Where one of the parts is gone, Textual's own compositor stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.geometry import Size
from textual.widget import Widget

from tutor.compat.lookup import missing, parts, takes

if TYPE_CHECKING:
    from textual._compositor import Compositor, CompositorMap, ReflowResult
    from textual.screen import Screen

    Base = Screen[Any]
else:
    (Compositor,) = parts("textual._compositor", "Compositor")
    Base = object


def lacking() -> str:
    """What is missing of that by which it is known what was drawn; '' where all is there."""
    gone = missing("textual._compositor", "Compositor")
    if not gone:
        one = Compositor()
        names = ("_full_map", "_full_map_invalidated", "_visible_map", "_dirty_regions", "root")
        gone = [f"Compositor.{name}" for name in names if not hasattr(one, name)]
        gone += [] if isinstance(getattr(Compositor, "full_map", None), property) else ["Compositor.full_map"]
        for method in ("reflow", "reflow_visible"):
            gone += [] if takes(Compositor, method, "parent", "size") else [f"Compositor.{method}(parent, size)"]
    return ", ".join(gone)


class DrawnCompositor(Compositor):
    """A compositor that knows where the widgets lay when they were drawn."""

    _drawn: CompositorMap | None = None
    """Where they lay, as long as nothing has been drawn since a full map was made for somebody who asked."""
    _told: CompositorMap | None = None
    """The last full map of which they were told, as long as another was made for somebody who asked."""

    @property
    def full_map(self) -> CompositorMap:
        """Where all widgets lie; it may be made anew, and then nothing of it has been drawn."""
        if self._full_map_invalidated and self.root is not None:
            if self._drawn is None:
                self._drawn = self._full_map if self._visible_map is None else self._visible_map
            if self._told is None:
                self._told = self._full_map
        return super().full_map

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Lay all out anew; whatever lies elsewhere than where it was drawn is drawn again, and whatever is new to its
        size is told."""
        drawn, self._drawn = self._visible_map if self._drawn is None else self._drawn, None
        told, self._told = self._told, None
        result = super().reflow(parent, size)
        if drawn is not None:
            changed = self._full_map.items() ^ drawn.items()
            regions = (geometry.clip.intersection(geometry.region) for _, geometry in changed)
            self._dirty_regions.update(region for region in regions if region)
        if told is None:
            return result
        both = self._full_map.keys() & told.keys()
        resized = {one for one in both if self._full_map[one].region.size != told[one].region.size}
        shown = self._full_map.keys() - told.keys()
        return result._replace(shown=result.shown | shown, resized=result.resized | resized)

    def reflow_visible(self, parent: Widget, size: Size) -> set[Widget]:
        """Lay out what is seen; where nobody knows what was drawn, Textual draws all of it."""
        self._drawn = None
        return super().reflow_visible(parent, size)


class DrawnScreen(Base):
    """A mixin of a screen, to stand before Textual's class."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not lacking():
            self._compositor = DrawnCompositor()

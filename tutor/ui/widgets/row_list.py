"""Rows that are drawn one by one: as many as there are just now, and only those in view."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView

from tutor.ui.widgets.presence import Present


class RowList(Present, ScrollView, can_focus=False):
    """A list in a room of its own. Another number of rows moves nothing around it, so that the screen is laid out anew
    only where the scroll bar comes or goes. It does not scroll sideways: whoever inherits this says so in its CSS."""

    virtual_size = Reactive(Size(0, 0))
    """Textual lays the screen out for each change of it."""

    def fit(self, rows: int) -> None:
        """So many rows there are now."""
        self.virtual_size = Size(self.scrollable_content_region.width, rows)
        height = self.container_size.height
        if not height or (rows > height) != self.show_vertical_scrollbar:
            self.refresh(layout=True)
        elif self.show_vertical_scrollbar:
            self.vertical_scrollbar.window_virtual_size = rows
            if self.scroll_y > self.max_scroll_y:
                self.scroll_to(y=self.max_scroll_y, animate=False, force=True)

"""How far a node of Textual's is in its life, which Textual itself says too late or not at all.

`is_mounted` is asked of widgets only, and none of what Textual promises says that a node has begun to go: it is running
and attached until its children are gone. Where Textual calls these otherwise, a node counts as there while it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

if TYPE_CHECKING:
    from textual.dom import DOMNode as Base
else:
    Base = object


def lacking() -> str:
    """What is missing of that by which a node's life is followed; '' where all is there."""
    node = Widget()
    return ", ".join(f"Widget.{name}" for name in ("_pruning", "_closing", "_is_mounted") if not hasattr(node, name))


class Lifetime(Base):
    """A mixin, to stand before Textual's class."""

    @property
    def going(self) -> bool:
        """Whether it has begun to go away, so that its parts may be gone already."""
        return bool(getattr(self, "_pruning", False) or getattr(self, "_closing", False))

    @property
    def present(self) -> bool:
        """Whether all its parts are there: from when it is mounted until it begins to go."""
        return bool(getattr(self, "_is_mounted", self.is_running)) and not self.going

    def begins_to_go(self) -> None:
        """The node begins to go, and its children are still there."""

    def _on_prune(self) -> None:
        """Textual asks it to go; this is called beside the widget's own `on_prune`."""
        self.begins_to_go()

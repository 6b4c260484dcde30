"""A screen or widget that goes away: nothing that still comes in for it may look for parts that are gone already."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from tutor.compat.textual_nodes import Lifetime

if TYPE_CHECKING:
    from textual.worker import WorkType


class Present(Lifetime):
    """A mixin, to stand before Textual's class: what was begun for a node ends when the node begins to go.

    The messages of a node are dealt with while its children are still there. Three things are not: what is called
    directly (by the kernel, say), which has to ask `going`; what waits for a refresh, which Textual calls from
    whichever screen is on top by then; and workers, which Textual ends only when the children are gone.
    """

    def call_after_refresh(self, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """Call this after the next refresh, if the node is then still there."""

        def call() -> Any:
            return None if self.going else callback(*args, **kwargs)

        return super().call_after_refresh(call)

    def begin(self, work: Callable[[], Coroutine[Any, Any, object]], *, group: str = "default") -> None:
        """Begin work beside the node's own, which ends with the node at the latest."""
        started: WorkType[object] = work
        self.run_worker(started, group=group)

    def begins_to_go(self) -> None:
        """The node's workers end before its children are gone."""
        self.workers.cancel_node(self)

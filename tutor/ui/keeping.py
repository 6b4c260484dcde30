"""Nothing is lost where nothing can be saved: saving is tried again, and on the way out what is left goes elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.learner.rescue import Unsaved, default_folder, rescue, unsaved

if TYPE_CHECKING:
    from tutor.learner.progress import Store
    from tutor.learner.workspace import Workspace

TRY_EVERY = 1.0
"""Seconds between two tries to save what could not be saved."""


class Keeping:
    """All that one session has to save. `workspace` gives the answers, where there are any; `on_saved` is called when
    what could not be saved may have been."""

    def __init__(
        self,
        store: Store,
        workspace: Callable[[], Workspace | None],
        on_saved: Callable[[], object],
        *,
        new_folder: Callable[[], Path] = default_folder,
    ) -> None:
        self._store = store
        self._workspace = workspace
        self._on_saved = on_saved
        self._new_folder = new_folder
        self._trying = False

    @property
    def unsaved(self) -> list[Unsaved]:
        """What would be lost if the tutor ended now."""
        return unsaved(self._store, self._workspace())

    @property
    def problem(self) -> str:
        """Why something cannot be saved, in words; '' where nothing is known to stand in the way."""
        workspace = self._workspace()
        return self._store.problem or (workspace.problem if workspace is not None else "")

    async def try_again(self) -> None:
        """Save what could not be saved, where there is such; the screens are told."""
        if self._trying or not (self.problem or self.unsaved):
            return
        self._trying = True
        try:
            await asyncio.to_thread(self._save)
        finally:
            self._trying = False
        self._on_saved()

    def _save(self) -> None:
        workspace = self._workspace()
        if workspace is not None:
            workspace.save_again()
        self._store.flush()

    def rescue(self) -> str:
        """Put what is not saved elsewhere; what is to be said of it, '' where all is saved."""
        left = self.unsaved
        return rescue(left, self.problem, new_folder=self._new_folder) if left else ""

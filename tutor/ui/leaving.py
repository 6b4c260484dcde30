"""The way out of the tutor: what is not saved is said first, and kept in any case; a terminal that goes is an end."""

from __future__ import annotations

import asyncio
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from tutor.ui.keeping import TRY_EVERY, Keeping
from tutor.ui.messages import SaveStateChanged
from tutor.ui.terminal.shutdown import Shutdown
from tutor.ui.widgets.presence import Present

if TYPE_CHECKING:
    from textual.app import App
    from textual.driver import Driver

    from tutor.learner.progress import Store
    from tutor.learner.workspace import Workspace
    from tutor.ui.kernel_link import KernelLink

    Base = App[int]
else:
    Base = object


@runtime_checkable
class SavesItself(Protocol):
    """A screen with something to save."""

    async def save_now(self) -> None:
        """Save what was typed, without waiting for a pause."""


class Leaving(Present, Base):
    """A mixin of the app: how it is left."""

    store: Store
    link: KernelLink
    _workspace: Workspace | None
    left = ""
    """What is to be said on standard error once the screen is gone."""

    @cached_property
    def _ending(self) -> Shutdown:
        return Shutdown(lambda status: self.exit(return_code=status))

    def get_driver_class(self) -> type[Driver]:
        """Textual's for this platform; where there are terminals, with a reading loop of our own."""
        if sys.platform == "win32":
            return super().get_driver_class()
        from tutor.compat.textual_driver import lacking

        if lacking():
            return super().get_driver_class()
        from tutor.ui.terminal.driver import TerminalDriver

        return TerminalDriver

    def watch_over(self) -> None:
        """Obey signals, and try again to save what cannot be saved, from now on."""
        self.keeping = Keeping(self.store, lambda: self._workspace, self.written)
        self._ending.listen()
        self.set_interval(TRY_EVERY, self._save_again)

    def written(self) -> None:
        """What could not be saved may have been. Any thread may say so."""
        if self.is_running:
            self.post_message(SaveStateChanged())

    def _save_again(self) -> None:
        self.begin(self.keeping.try_again, group="keeping")

    def hung_up(self) -> None:
        """The terminal is gone. Any thread may say so."""
        self._ending.hung_up()

    async def action_quit(self) -> None:
        """Quit; where something cannot be saved, say so first, and quit where one insists."""
        from tutor.ui.widgets.unsaved_screen import UnsavedScreen

        for screen in self.screen_stack:
            if isinstance(screen, SavesItself):
                await screen.save_now()
        await self.keeping.try_again()
        lost = self.keeping.unsaved
        if lost and not isinstance(self.screen, UnsavedScreen):
            await self.push_screen(UnsavedScreen(self.keeping.problem, lost))
        else:
            self.exit(return_code=0)

    async def end(self) -> None:
        """Save all, end the kernel, and keep elsewhere what could not be saved."""
        await asyncio.gather(asyncio.to_thread(self.store.close), self.link.close())
        self.left = await asyncio.to_thread(self.keeping.rescue)
        if self.left:
            self.exit(return_code=self.return_code or 1)

"""Files of others, opened beside the course: the way to them, and the last ones to choose from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.controller import Controller

if TYPE_CHECKING:
    from textual.app import App

    from tutor.course.model import Lesson
    from tutor.learner.progress import Store


class FilesController(Controller):
    """Opens files as lessons that no course has."""

    COMMANDS = (Command("ctrl+f", "files", "files", "the files that you opened last", footer=False),)

    def __init__(
        self, app: App[Any], store: Store, show: Callable[[Lesson, int | None], Awaitable[None]], *, remote: bool
    ) -> None:
        """`show` opens a lesson on a screen of its own; `remote` is whether the kernel runs elsewhere."""
        self._app = app
        self._store = store
        self._show = show
        self._remote = remote

    def enabled(self, action: str) -> bool:
        """Where there are any."""
        del action
        return bool(self._store.opened.last)

    def action_files(self) -> None:
        """Choose one of the last files, and open it."""
        from tutor.ui.widgets.choose import Choose

        files = [(one.path, _called(one.path, one.title)) for one in self._store.opened.last]
        self._app.push_screen(Choose("Files that you opened", files, ""), self._take)

    async def _take(self, path: str | None) -> None:
        if path is not None:
            await self.open(Path(path))

    async def open(self, path: Path) -> None:
        """Open a file; where it cannot be, say why."""
        from tutor.opening.lessons import open_file
        from tutor.opening.source import OpeningError

        try:
            lesson = open_file(path, elsewhere=self._remote).lesson
        except OpeningError as error:
            self._app.notify(str(error), severity="warning", markup=False)
        else:
            await self.enter(lesson)

    async def enter(self, lesson: Lesson, screen: int | None = None) -> None:
        """Open a file that was read, at this of its screens or where the learner was, with what they wrote in it, also
        where it was another then."""
        files = self._store.opened
        before = files.known(lesson.path)
        if before is not None and before.slug != lesson.slug:
            self._store.take_over(lesson.slug, before.slug)
        files.enter(lesson.path, lesson.title, lesson.slug)
        await self._show(lesson, screen)


def _called(path: str, title: str) -> str:
    """A file in the list: its title, and where it lies."""
    home = str(Path.home())
    short = f"~{path.removeprefix(home)}" if path.startswith(f"{home}/") else path
    return f"{title}  {short}"

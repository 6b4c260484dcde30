"""Pictures of drawings as pixels, where the terminal can show them and the learner wants it: when, and in which way.

A drawing is always there in cells first. Its pixels come once it has stood still for a while, and whatever is not sure
to be shown right stays as it is in cells: what lies below a dialog, what is scrolled, what changes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from weakref import WeakSet

from msgspec.structs import replace

from tutor.ui.terminal import asking

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.color import Color
    from textual.app import App
    from textual.geometry import Offset, Region
    from textual.screen import Screen
    from textual.timer import Timer
    from textual.worker import WorkType

    from tutor.charts.drawing import Drawing, Placed
    from tutor.ui.terminal.terminal import TerminalCapabilities

Made = TypeVar("Made")

QUIET = 0.2
"""Seconds for which a picture has stood still before its pixels are sent."""
MOST, MOST_REMOTE = 1_000_000, 60_000
"""Bytes of one picture, to a terminal at hand and to one that is reached over a network."""
RATE = 15_000
"""Bytes a second of pictures that can be sent in parts, to a terminal that is reached over a network."""
AHEAD = 8
"""Parts of a picture that may wait to be sent; what is drawn meanwhile waits behind them."""
_PAUSE = 0.01
pause = asyncio.sleep
USUAL_CELL = (10, 20)
"""Pixels of a cell, where a terminal that need not tell does not tell."""


class Beside(Protocol):
    """Makes something in a thread beside that of the keys."""

    async def __call__(self, make: Callable[..., Made], *values: Any, **named: Any) -> Made:
        """What `make` returns."""


class Line(Protocol):
    """The way to the terminal and back."""

    leaving: Callable[[], str] | None
    """What is to be sent before the terminal is left, or is another program's for a while; it gives that."""
    open: bool
    """Whether the terminal is the tutor's."""

    @property
    def behind(self) -> int:
        """How many times something was written that is still to be sent."""

    def write(self, data: str) -> None:
        """Send this after what was sent before."""

    def ask(self, question: str) -> None:
        """Send this; what is answered comes to the app as `Answered`."""


class Surface(Protocol):
    """A widget that shows a drawing."""

    @property
    def drawing(self) -> Drawing:
        """The drawing that it shows."""

    @property
    def screen(self) -> Screen[Any]:
        """The screen that it is on."""

    @property
    def content_region(self) -> Region:
        """Where the drawing lies on the terminal."""

    @property
    def is_attached(self) -> bool:
        """Whether it is on a screen still."""

    def stand(self, colors: Mapping[Placed, Color]) -> None:
        """Show, in place of these pictures, the cells that stand for them in these colors."""


class Way(Protocol):
    """One way of showing pictures."""

    cell: tuple[int, int]

    async def settle(self, shown: Iterable[Surface], others: Iterable[Surface]) -> None:
        """Show the pictures of these; those of the `others` lie below another screen."""

    def sent(self, update: Any) -> bool:
        """The terminal was sent this; whether a picture went with it."""

    def leaving(self) -> str:
        """What is to be sent before the terminal is left; whoever comes back begins anew."""


def seen(surface: Surface, picture: Placed) -> Region:
    """The cells of the terminal in which a picture lies, but for those that are cut off where its surface is."""
    from textual.errors import NoWidget
    from textual.geometry import Region

    try:
        clipped = surface.screen.find_widget(surface).visible_region  # type: ignore[arg-type]
    except NoWidget:  # not laid out yet
        return Region()
    place = Region.from_offset(origin(surface, picture), picture.size)
    return place.intersection(clipped).intersection(surface.content_region)


def origin(surface: Surface, picture: Placed) -> Offset:
    """Where on the terminal the upper left corner of a picture is, or would be."""
    from textual.geometry import Offset

    return surface.content_region.offset + Offset(picture.column, picture.row)


class Graphics:
    """The pictures of all drawings, as pixels."""

    def __init__(
        self, app: App[Any], line: Line, setting: str, terminal: TerminalCapabilities, environ: Mapping[str, str]
    ) -> None:
        """`setting` is one of `tutor.picture_ways.PICTURES`; nothing is sent before `ask` is called."""
        self._app = app
        self._line = line
        self._setting = setting
        self._terminal = terminal
        self._environ = environ
        self._way: Way | None = None
        self._surfaces: WeakSet[Any] = WeakSet()
        self._timer: Timer | None = None
        self._working = self._again = False
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures")

    @property
    def room(self) -> tuple[int, int] | None:
        """Width and height of a cell in pixels; None as long as there are none."""
        return self._way.cell if self._way is not None else None

    @property
    def busy(self) -> bool:
        """Whether pictures are looked after, or will be soon."""
        return self._working or self._timer is not None

    async def beside(self, make: Callable[..., Made], *values: Any, **named: Any) -> Made:
        """Make something in the one thread for that: each has memory of its own that it does not give back."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(make, *values, **named))

    def ask(self) -> None:
        """Ask the terminal what it can show, where there is a chance."""
        able = self._terminal.characters == "unicode" and self._terminal.colors > 2 and find_spec("PIL") is not None
        if able and asking.asks(self._setting, self._environ):
            self._line.ask(asking.question(self._setting))
            self._app.screen_change_signal.subscribe(self._app, self._screen_changed, immediate=True)

    def resized(self) -> None:
        """The terminal has another size, and its cells may have one."""
        if self._way is not None:
            self._line.ask(asking.CELL)

    def answered(self, answers: asking.Answers) -> bool:
        """The terminal has answered; whether pictures are to be had in another size now."""
        cell = answers.cell or USUAL_CELL
        if self._way is not None:
            changed = self._way.cell != cell
            self._way.cell = cell
            return changed
        if self._terminal.colors < 256:
            answers = replace(answers, kitty=False)  # whose pictures have a number each, said by a color
        way = asking.way(self._setting, answers, self._environ)
        if not way:
            return False
        remote = self._terminal.remote
        if way == "kitty":
            from tutor.ui.terminal.kitty import Kitty

            sending = Sending(self._line, remote=remote)
            self._way = Kitty(sending, self.beside, cell, few=self._terminal.colors == 256)
        else:
            from tutor.ui.terminal.painting import Painting

            most = MOST_REMOTE if remote else MOST
            self._way = Painting(self._line, self.beside, cell, inline=way == "iterm", most=most)
        self._line.leaving = self._leaving
        return True

    def follow(self, surface: Surface) -> None:
        """A drawing has pictures now, or others."""
        self._surfaces.add(surface)
        if self._way is not None:
            self._soon()

    def sent(self, update: Any) -> None:
        """An update of the screen is sent."""
        if self._way is not None and self._surfaces:
            self._soon(later=self._way.sent(update))

    def _screen_changed(self, top: Screen[Any]) -> None:
        """A screen that lies below another is dimmed, or not seen at all: its pictures are in cells."""
        for surface in self._attached():
            if surface.screen is not top:
                surface.stand({})
        self._soon()

    def _leaving(self) -> str:
        self._app.call_later(self._back)  # where there is a return; a signal may have come in the middle of anything
        return self._way.leaving() if self._way is not None else ""

    def _back(self) -> None:
        for surface in self._attached():
            surface.stand({})
        self._soon()

    def _attached(self) -> list[Surface]:
        return [one for one in list(self._surfaces) if one.is_attached]

    def _soon(self, *, later: bool = True) -> None:
        """Look after the pictures once it is quiet; where that is to be already, `later` puts it off."""
        if self._timer is not None and later:
            self._timer.stop()
            self._timer = None
        if self._timer is None and self._app.is_running:
            self._timer = self._app.set_timer(QUIET, self._begin)

    def _begin(self) -> None:
        self._timer = None
        if not self._line.open:
            self._soon()
            return
        self._again = self._working
        if not self._working:
            self._working = True
            work: WorkType[object] = self._settle
            self._app.run_worker(work, group="pictures")

    async def _settle(self) -> None:
        try:
            if self._way is None or not self._app.screen_stack:  # the app ends
                return
            top = self._app.screen
            attached = [one for one in self._attached() if one.drawing.pictures]
            self._surfaces = WeakSet(attached)
            await self._way.settle(
                [one for one in attached if one.screen is top], [one for one in attached if one.screen is not top]
            )
        finally:
            self._working = False
            if self._again:
                self._soon()


class Sending:
    """Sends what comes in parts: few at a time, so that whatever else is drawn comes in between."""

    def __init__(self, line: Line, *, remote: bool) -> None:
        self._line = line
        self._remote = remote
        self.most = MOST_REMOTE if remote else MOST
        """Bytes of one picture."""
        self.open = False
        """Whether something was begun that is not all sent."""

    async def send(self, parts: Iterable[str]) -> bool:
        """Send all of these; False where it was broken off, by whoever says that it is not `open`."""
        self.open = True
        for part in parts:
            while self._line.behind > AHEAD and self.open:
                await pause(_PAUSE)
            if not self.open or not self._line.open:
                return False
            self._line.write(part)
            if self._remote:
                await pause(len(part) / RATE)
        unbroken, self.open = self.open, False
        return unbroken

    def now(self, part: str) -> None:
        """Send this at once, as long as there is a terminal."""
        if self._line.open:
            self._line.write(part)

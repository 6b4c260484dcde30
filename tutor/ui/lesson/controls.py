"""The lesson's controls: a track with its value for each, presets on keys, and the pace of training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Click, MouseDown, MouseMove
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tutor.charts.axis import Tick
from tutor.course.model import Choice, Control, Slider
from tutor.ui.lesson.sliding import at, fraction, label
from tutor.ui.lesson.words import State
from tutor.ui.widgets.written import shown as written
from tutor.views.scalar import Scalar


class Track(Widget):
    """One control: its name, a track with a knob, its value."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"track--name", "track--rail", "track--knob", "track--value", "track--mark"}
    DEFAULT_CSS = """
    Track { height: 1; width: 1fr; }
    Track .track--rail { color: $text-muted; }
    Track .track--knob { color: $accent; text-style: bold; }
    Track .track--value { text-style: bold; }
    Track .track--mark { color: $warning; }
    Track.-active .track--name { color: $accent; text-style: bold; }
    """
    NAME_WIDTH = 15
    VALUE_WIDTH = 9

    value: reactive[Scalar] = reactive[Scalar](0.0)
    marks: reactive[tuple[Tick, ...]] = reactive[tuple[Tick, ...]](())
    """Places that the lesson has derived, such as 2/λmax."""

    class Moved(Message):
        """The learner moved the control by the mouse."""

        def __init__(self, name: str, value: Scalar) -> None:
            super().__init__()
            self.name = name
            self.value = value

    def __init__(self, spec: Control, value: Scalar) -> None:
        super().__init__()
        self.spec = spec
        self.set_reactive(Track.value, value)

    def render(self) -> Text:
        """The row as text."""
        style = self.get_component_rich_style
        said = label(self.spec)
        said = said if len(said) < self.NAME_WIDTH else f"{said[: self.NAME_WIDTH - 2]}…"
        name = Text(said.ljust(self.NAME_WIDTH), style("track--name", partial=True))
        middle = self._options() if isinstance(self.spec, Choice) else self._rail(self.spec)
        value = "" if isinstance(self.spec, Choice) else f" {written(self.value)}"
        return Text.assemble(name, middle, Text(value.ljust(self.VALUE_WIDTH), style("track--value", partial=True)))

    @property
    def rail_width(self) -> int:
        """Cells between the two ends of the rail."""
        return max(4, self.size.width - self.NAME_WIDTH - self.VALUE_WIDTH - 2)

    def _rail(self, spec: Slider) -> Text:
        rail, knob, mark = self._style("rail"), self._style("knob"), self._style("mark")
        line, stick, ends, ball = "─", "│", "◂▸", "●"
        width = self.rail_width
        row = [(line, rail)] * width
        for one in self.marks:
            if not spec.low <= one.value <= spec.high:
                continue
            place = round(fraction(spec, one.value) * (width - 1))
            fits = place + len(one.label) < width
            shown, start = (stick + one.label, place) if fits else (one.label + stick, place - len(one.label))
            for offset, char in enumerate(shown):
                row[start + offset] = (char, mark)
        row[round(fraction(spec, float(self.value)) * (width - 1))] = (ball, knob)
        text = Text(ends[0], rail)
        for style, run in groupby(row, key=lambda cell: cell[1]):  # each piece of its own would cost 40 bytes
            text.append("".join(char for char, _ in run), style)
        return text.append(ends[1], rail)

    def _options(self) -> Text:
        assert isinstance(self.spec, Choice)
        text = Text()
        for option in self.spec.options:
            chosen = option == self.value
            text.append(f"[{option}] " if chosen else f" {option}  ", self._style("knob" if chosen else "rail"))
        return text

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"track--{name}", partial=True)

    def on_mouse_down(self, event: MouseDown) -> None:
        """Press or drag on the rail."""
        self.capture_mouse()
        self._point(event.x)

    def on_mouse_move(self, event: MouseMove) -> None:
        """Follow the mouse while the knob is dragged."""
        if self.app.mouse_captured is self:
            self._point(event.x)

    def on_mouse_up(self) -> None:
        """End of a drag."""
        self.release_mouse()

    def _point(self, x: int) -> None:
        if isinstance(self.spec, Choice):
            place = self.NAME_WIDTH
            for option in self.spec.options:
                place += len(option) + 3
                if x < place:
                    self.post_message(self.Moved(self.spec.name, option))
                    return
        elif x >= self.NAME_WIDTH:
            value = at(self.spec, (x - self.NAME_WIDTH - 1) / (self.rail_width - 1))
            self.post_message(self.Moved(self.spec.name, int(value) if self.spec.whole else value))


class Presets(Widget):
    """The presets of the active control, each on its key, and the pace."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"presets--key", "presets--now", "presets--state"}
    DEFAULT_CSS = """
    Presets { height: 1; width: 1fr; color: $text-muted; }
    Presets .presets--key { color: $accent; }
    Presets .presets--now { text-style: bold underline; color: $foreground; }
    Presets .presets--state { color: $foreground; }
    """

    presets: reactive[tuple[float, ...]] = reactive[tuple[float, ...]](())
    value: reactive[Scalar] = reactive[Scalar](0.0)
    state: reactive[State] = reactive(State("", ""))
    keyed: reactive[bool] = reactive(True)
    """Whether the digits set them; while a question takes the digits, they do not."""

    class Chosen(Message):
        """A preset was clicked; `index` is its place, from 0."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def render(self) -> Text:
        """Presets to the left, the state of training to the right."""
        key, now = (self.get_component_rich_style(f"presets--{name}", partial=True) for name in ("key", "now"))
        text = Text()
        for index, preset in enumerate(self.presets):
            sign = str(index + 1) if self.keyed else "·"
            text.append(f"{sign} ", key).append(written(preset), now if preset == self.value else "").append("  ")
        said = self.state.fitting(self.size.width - text.cell_len)
        text.truncate(max(0, self.size.width - len(said) - bool(said)), overflow="ellipsis")
        text.append(" " * max(0, self.size.width - text.cell_len - len(said)))
        return text.append(said, self.get_component_rich_style("presets--state", partial=True))

    def on_click(self, event: Click) -> None:
        """A preset by the mouse."""
        place = 0
        for index, preset in enumerate(self.presets):
            place += len(written(preset)) + 4
            if event.x < place:
                self.post_message(self.Chosen(index))
                return


class ControlBar(Vertical):
    """The controls that the present screen uses, one of them active, and the pace."""

    DEFAULT_CSS = """
    ControlBar { height: auto; padding: 0 1; background: $panel; }
    ControlBar.-empty { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.active = 0

    def compose(self) -> ComposeResult:
        """The presets line; tracks come with the screen."""
        yield Presets()

    @property
    def tracks(self) -> list[Track]:
        """The tracks, in order."""
        return list(self.query(Track))

    @property
    def track(self) -> Track | None:
        """The control that keys move."""
        tracks = self.tracks
        return tracks[min(self.active, len(tracks) - 1)] if tracks else None

    async def show(self, controls: Sequence[Control], values: Mapping[str, Scalar]) -> None:
        """Put these controls on the bar; the first that has presets, else the first, becomes active."""
        await self.query(Track).remove()
        tracks = [Track(control, values[control.name]) for control in controls]
        await self.mount_all(tracks, before=self.query_one(Presets))
        with_presets = [i for i, c in enumerate(controls) if isinstance(c, Slider) and c.presets]
        self.activate(with_presets[0] if with_presets else 0)

    def activate(self, index: int) -> None:
        """Make a control the one that keys move."""
        tracks = self.tracks
        self.active = index % len(tracks) if tracks else 0
        for place, track in enumerate(tracks):
            track.set_class(place == self.active and len(tracks) > 1, "-active")
        self._follow()

    def update_value(self, name: str, value: Scalar) -> None:
        """A control has a new value."""
        for track in self.tracks:
            if track.spec.name == name:
                track.value = value
        self._follow()

    def update_marks(self, name: str, marks: tuple[Tick, ...]) -> None:
        """A control's track gets marks."""
        for track in self.tracks:
            if track.spec.name == name:
                track.marks = marks

    def on_mount(self) -> None:
        """The digits may be a question's."""
        self.watch(self.screen, "focused", self._follow_focus, init=False)

    def _follow_focus(self, focused: Widget | None) -> None:
        self.query_one(Presets).keyed = focused is None or not focused.has_class("-digits")

    def update_state(self, state: State) -> None:
        """The pace and what training does."""
        self.query_one(Presets).state = state

    def _follow(self) -> None:
        presets = self.query_one(Presets)
        track = self.track
        presets.presets = track.spec.presets if track and isinstance(track.spec, Slider) else ()
        presets.value = track.value if track else 0.0

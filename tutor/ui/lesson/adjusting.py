"""Moving the controls of a lesson: by keys, by presets, by typing a value, by the mouse."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tutor.course.model import Slider
from tutor.ui.lesson.display import LessonDisplay
from tutor.ui.lesson.saving import LessonSaver
from tutor.ui.lesson.sliding import label, nudged, parse
from tutor.ui.lesson.state import LessonState
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.controller import Controller
from tutor.ui.widgets.shell_screen import ShellScreen
from tutor.ui.widgets.written import shown
from tutor.views.scalar import Scalar

if TYPE_CHECKING:
    from tutor.ui.lesson.controls import Track


class Adjusting(Controller):
    """Gives controls other values, in the running cell too."""

    COMMANDS = (
        Command(
            "right_square_bracket", "nudge(1)", "change value", "move the control, ] up and [ down, by a coarse step",
            shown="[ ]",
        ),
        Command("left_square_bracket", "nudge(-1)", "turn down", "", footer=False),
        Command("c", "next_control", "next control", "make the next control the one that keys move"),
        Command(
            "right_curly_bracket", "nudge(1, True)", "up, fine", "move the control up, by a fine step", footer=False
        ),
        Command("left_curly_bracket", "nudge(-1, True)", "down, fine", "move it down, by a fine step", footer=False),
        Command("equals_sign", "type_value", "type", "type the control's value", footer=False),
        Command(
            "1", "preset(1)", "preset", "set the control to one of its presets", footer=False, shown="1 … 9",
            palette=False,
        ),
        *(Command(str(n), f"preset({n})", f"preset {n}", "", footer=False, palette=False) for n in range(2, 10)),
    )  # fmt: skip

    def __init__(
        self, screen: ShellScreen[None], state: LessonState, display: LessonDisplay, saver: LessonSaver
    ) -> None:
        self._screen = screen
        self._state = state
        self._display = display
        self._saver = saver

    def enabled(self, action: str) -> bool:
        """Where there is a control, another one, or one with presets."""
        controls = self._state.controls
        if action == "next_control":
            return len(controls) > 1
        if action == "preset":
            return any(isinstance(control, Slider) and control.presets for control in controls)
        return bool(controls)

    def set_control(self, name: str, value: Scalar) -> None:
        """Move a control: keep its value, mark what no longer holds."""
        try:
            self._state.runner.set_control(name, value)
        except ValueError as error:
            self._screen.notify(str(error), severity="warning", markup=False)
            return
        self._display.bar.update_value(name, value)
        self._display.follow_all()
        self._saver.save_soon()
        self._display.follow_staleness()

    def _track(self) -> Track | None:
        track = self._display.bar.track
        if track is None:
            self._screen.notify("Nothing on this screen has a control.")
        return track

    def action_nudge(self, notches: int, fine: bool = False) -> None:
        """Move the active control by key."""
        if track := self._track():
            value = nudged(track.spec, self._state.notebook.controls[track.spec.name], notches, fine=fine)
            self.set_control(track.spec.name, value)

    def action_next_control(self) -> None:
        """Make the next control active."""
        self._display.bar.activate(self._display.bar.active + 1)

    def action_preset(self, number: int) -> None:
        """Set the active control to a preset."""
        track = self._display.bar.track
        if track and isinstance(track.spec, Slider) and number <= len(track.spec.presets):
            value = track.spec.presets[number - 1]
            self.set_control(track.spec.name, int(value) if track.spec.whole else value)

    async def action_type_value(self) -> None:
        """Ask for the active control's value."""
        if track := self._track():
            from tutor.ui.widgets.ask import Ask

            spec = track.spec
            limits = f"{spec.low:g} to {spec.high:g}" if isinstance(spec, Slider) else ", ".join(spec.options)
            await self._display.ask(
                Ask(
                    f"{label(spec)} ({limits})",
                    check=partial(parse, spec),
                    on_answer=partial(self.set_control, spec.name),
                    start=shown(self._state.notebook.controls[spec.name]),
                )
            )

"""What the keys of a training do, on any lesson screen: controls, pace, holding, stepping, looking back, comparing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import ClassVar

from tutor.course.model import Control, Lesson, Slider
from tutor.ui.lesson import words
from tutor.ui.lesson.controls import ControlBar, Mark, Presets, Track
from tutor.ui.lesson.notebook import BUSY, CellState, Notebook, Training
from tutor.ui.lesson.runner import LessonRunner
from tutor.ui.lesson.scene import curvature_of, scene_of
from tutor.ui.lesson.sliding import label, nudged, parse
from tutor.ui.stage.panel_grid import PanelGrid
from tutor.ui.stage.panels import Scene, Viewpoint
from tutor.ui.widgets.ask import Ask
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.shell_screen import ShellScreen
from tutor.ui.widgets.written import shown
from tutor.views.scalar import Scalar

TRAINING_COMMANDS: tuple[Command, ...] = (
    Command("space", "hold", "pause", "hold the training, or let it go on; start it where nothing runs"),
    Command("full_stop", "step", "one step", "one step of training, then hold; where you look back, one step on"),
    Command("comma", "back", "back", "look one step back", footer=False),
    Command(
        "right_square_bracket", "nudge(1)", "turn", "move the control, ] up and [ down, by a coarse step", shown="[ ]"
    ),
    Command("left_square_bracket", "nudge(-1)", "turn down", "", footer=False),
    Command("c", "next_control", "another", "make the next control the one that keys move"),
    Command("right_curly_bracket", "nudge(1, True)", "up, fine", "move the control up, by a fine step", footer=False),
    Command("left_curly_bracket", "nudge(-1, True)", "down, fine", "move it down, by a fine step", footer=False),
    Command("equals_sign", "type_value", "type", "type the control's value", footer=False),
    Command(
        "1", "preset(1)", "preset", "set the control to one of its presets", footer=False, shown="1 … 9", palette=False
    ),
    *(Command(str(n), f"preset({n})", f"preset {n}", "", footer=False, palette=False) for n in range(2, 10)),
    Command("plus", "faster(1)", "faster", "a faster pace: 1, 3, 10, 30, 100 steps a second, full speed", footer=False),
    Command("minus", "faster(-1)", "slower", "a slower pace", footer=False),
    Command("s", "stop", "stop", "stop the running cell; what stood before it is kept"),
    Command("left", "look(-1)", "back in time", "look one step back; everything shown is of that step", footer=False),
    Command("right", "look(1)", "on in time", "look one step further", footer=False),
    Command("shift+left", "look(-10)", "ten back", "look ten steps back", footer=False),
    Command("shift+right", "look(10)", "ten on", "look ten steps further", footer=False),
    Command("home", "look_first", "first step", "look at step 0", footer=False),
    Command("end", "look_last", "newest step", "follow the newest step again", footer=False),
    Command("a", "sweep", "all presets", "train all presets together and lay their curves over one another"),
    Command("g", "ghost", "earlier runs", "leaf through earlier runs: all, one after another, none", footer=False),
)


class TrainingScreen(ShellScreen[None]):
    """The part of a lesson screen that trains; the other part is `LessonScreen`."""

    AUTO_FOCUS: ClassVar[str] = ""

    lesson: Lesson
    notebook: Notebook
    player: LessonRunner
    selected: int
    index: int
    look = Viewpoint()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what means something on this screen can be given, and stands in the footer."""
        del parameters
        if action in ("hold", "step", "back", "look", "look_first", "look_last", "faster", "ghost"):
            return any(self.notebook.does(cell).steps for cell in self.scene_cells())
        if action in ("nudge", "type_value"):
            return bool(self.controls_here())
        if action == "next_control":
            return len(self.controls_here()) > 1
        if action == "preset":
            return any(isinstance(control, Slider) and control.presets for control in self.controls_here())
        if action == "exercises":
            return bool(self.lesson.exercises)
        if action == "stop":
            return self.notebook.busy
        if action == "sweep":
            number = self.sweep_cell()
            return bool(number) and (self.in_laboratory or self.notebook[number] in self.scene_cells())
        return True

    # ------------------------------------------------------------------------------------------------------- drawing

    @property
    def in_laboratory(self) -> bool:
        """Whether this screen is one whose stage is the point."""
        return "laboratory" in self.lesson.screens[self.index].tags

    def scene_cells(self) -> list[CellState]:
        """The cells whose drawings stand on the stage: this screen's."""
        return [self.notebook[code.number] for code in self.lesson.screens[self.index].cells]

    def scene(self) -> Scene:
        """What the stage shows now; in the laboratory the sweep lies over the present run, until g takes it away."""
        cells = self.scene_cells()
        sweep = self.notebook[number] if (number := self.sweep_cell()) else None
        if sweep in cells or not self.in_laboratory or not self.look.sweep:
            sweep = None
        return scene_of(self.notebook, cells, self.look, sweep)

    def redraw(self, *, at_once: bool = False) -> None:
        """Draw the stage, and say what goes on. Below another screen the stage stands still until that is gone."""
        if self.is_current:
            self.query_one(PanelGrid).show(self.scene, at_once=at_once)
        self.update_state()

    def update_state(self) -> None:
        """Pace and state, at the right of the controls."""
        link = self.shell.link
        warm, kernel = link.state == "ready", link.brief if link.state == "lost" or link.quiet else ""
        done, because = self.player.remaining.text, self.notebook.reasons.get(self.notebook.running_before or 0, "")
        whole = words.state(
            self.notebook,
            self.player.pace,
            self.look.cursor,
            warm=warm,
            kernel=kernel,
            done=done,
            because=because,
        )
        self.query_one(ControlBar).update_state(whole)

    def label_now(self, action: str, label: str) -> str:
        """What space does depends on what goes on."""
        if action != "hold":
            return label
        return "go on" if self.notebook.held else "pause" if self.notebook.busy else "start"

    def show_marks(self) -> None:
        """1/λmax and 2/λmax on the learning rate's track, once the lesson has derived them."""
        curvature = curvature_of(self.notebook)
        if curvature is None or not curvature.eigenvalues or curvature.eigenvalues[0] <= 0:
            return
        largest = curvature.eigenvalues[0]
        marks = (Mark(1 / largest, "1/λ"), Mark(2 / largest, "2/λ"))
        self.query_one(ControlBar).update_marks(curvature.control, marks)

    # ------------------------------------------------------------------------------------------------------ controls

    def controls_here(self) -> list[Control]:
        """The controls that the cells of this screen mention."""
        here = self.notebook.mentioned(self.scene_cells())
        return [control for control in self.lesson.controls if control.name in here]

    def set_control(self, name: str, value: Scalar) -> None:
        """Move a control, in the running cell too."""
        try:
            self.player.set_control(name, value)
        except ValueError as error:
            self.notify(str(error), severity="warning", markup=False)
            return
        self.query_one(ControlBar).update_value(name, value)
        self.control_moved()

    def control_moved(self) -> None:
        """A control has a new value; the lesson screen keeps it and marks what no longer holds."""

    def _track(self) -> Track | None:
        track = self.query_one(ControlBar).track
        if track is None:
            self.notify("Nothing on this screen has a control.")
        return track

    def action_nudge(self, notches: int, fine: bool = False) -> None:
        """Move the active control by key."""
        if track := self._track():
            value = nudged(track.spec, self.notebook.controls[track.spec.name], notches, fine=fine)
            self.set_control(track.spec.name, value)

    def action_next_control(self) -> None:
        """Make the next control active."""
        bar = self.query_one(ControlBar)
        bar.activate(bar.active + 1)

    def action_preset(self, number: int) -> None:
        """Set the active control to a preset."""
        track = self.query_one(ControlBar).track
        if track and isinstance(track.spec, Slider) and number <= len(track.spec.presets):
            value = track.spec.presets[number - 1]
            self.set_control(track.spec.name, int(value) if track.spec.whole else value)

    async def action_type_value(self) -> None:
        """Ask for the active control's value."""
        if track := self._track():
            spec = track.spec
            limits = f"{spec.low:g} to {spec.high:g}" if isinstance(spec, Slider) else ", ".join(spec.options)
            ask = Ask(
                f"{label(spec)} ({limits})",
                check=partial(parse, spec),
                on_answer=partial(self.set_control, spec.name),
                start=shown(self.notebook.controls[spec.name]),
            )
            await self.mount(ask, before=self.query_one(ControlBar))

    def on_track_moved(self, event: Track.Moved) -> None:
        """Moved by the mouse."""
        self.set_control(event.name, event.value)

    def on_presets_chosen(self, event: Presets.Chosen) -> None:
        """A preset by the mouse."""
        self.action_preset(event.index + 1)

    # --------------------------------------------------------------------------------------------- the training loop

    async def run_cell(self, number: int, *, paused: bool = False) -> None:
        """Run a cell from its beginning, looking at its newest step again."""
        sweep = self.look.sweep and self.in_sweep(number)
        self.look = replace(self.look, cursor=None, sweep=sweep)
        await self.player.run(number, paused=paused)

    def trains(self, number: int) -> bool:
        """Whether a cell has a loop of steps, or calls what has one."""
        return self.notebook.does(self.notebook[number]).steps

    def training_cell(self) -> int:
        """The cell that trains: of this screen the marked one if it reports, else the first that does."""
        numbers = [code.number for code in self.lesson.screens[self.index].cells]
        training = [n for n in numbers if self.trains(n) and n != self.sweep_cell()]
        return self.selected if self.selected in training or not training else training[0]

    async def action_hold(self) -> None:
        """Hold or go on; start where nothing runs."""
        if self.notebook.busy:
            self.player.toggle()
        elif number := self.training_cell():
            await self.run_cell(number)

    async def action_step(self) -> None:
        """One step: of the view where one looks back, of the training where one does not."""
        if self.look.cursor is not None and not self.notebook.busy:
            self.action_look(1)
        elif self.notebook.busy:
            self.action_look_last()
            self.player.step()
        elif number := self.training_cell():
            await self.run_cell(number, paused=True)

    def action_faster(self, by: int) -> None:
        """Along the paces."""
        self.shell.set_pace(self.player.faster(by))
        self.update_state()

    def action_stop(self) -> None:
        """Stop the running cell."""
        self.player.stop()

    def sweep_cell(self) -> int:
        """The number of the lesson's sweep cell; 0 where there is none."""
        return next((cell.number for cell in self.lesson.cells if "sweep" in cell.tags), 0)

    def in_sweep(self, number: int) -> bool:
        """Whether a cell is the one that trains all presets."""
        return number == self.sweep_cell()

    async def action_sweep(self) -> None:
        """Train all presets together."""
        if number := self.sweep_cell():
            self.look = replace(self.look, sweep=True)
            await self.run_cell(number)
        else:
            self.notify("This lesson has no cell that trains all presets together.")

    # ------------------------------------------------------------------------------------------------ looking around

    def action_look(self, by: int) -> None:
        """Move through time; a running training is held first."""
        trained = self._trained()
        if trained is None:
            return
        history = trained.history
        first, last = history.first_step or 0, history.last_step or 0
        here = last if self.look.cursor is None else self.look.cursor
        step = min(last, max(first, here + by))
        if self.notebook.busy and not self.notebook.held:
            self.player.toggle()
        self.look = replace(self.look, cursor=history.nearest(step) if by < 0 else step)
        self.redraw(at_once=True)

    def action_look_first(self) -> None:
        """To step 0."""
        self.action_look(-(10**12))

    def action_look_last(self) -> None:
        """Follow the newest step."""
        self.look = replace(self.look, cursor=None)
        self.redraw(at_once=True)

    def action_back(self) -> None:
        """One step back."""
        self.action_look(-1)

    def action_ghost(self) -> None:
        """All earlier runs, one after another, none."""
        trained = self._trained_cell()
        ghosts = trained.ghosts if trained is not None else []
        look = self.look
        if look.sweep:
            self.look = replace(look, sweep=False, ghosts=True, ghost=None)
        elif not look.ghosts:
            self.look = replace(look, ghosts=True, ghost=None)
        elif look.ghost is None and ghosts:
            self.look = replace(look, ghost=0)
        elif look.ghost is not None and look.ghost + 1 < len(ghosts):
            self.look = replace(look, ghost=look.ghost + 1)
        else:
            self.look = replace(look, ghosts=False, ghost=None)
        self.redraw(at_once=True)

    def on_panel_grid_pointed(self, event: PanelGrid.Pointed) -> None:
        """Look at the step under the mouse."""
        self.look = replace(self.look, cursor=event.step)
        self.redraw(at_once=True)

    def _trained_cell(self) -> CellState | None:
        """The cell whose training the stage shows: of those that reported, the one that ran last."""
        cells = [c for c in self.scene_cells() if c.training is not None and len(c.training.history)]
        busy = [c for c in cells if c.phase in BUSY]
        return max(busy or cells, key=lambda cell: cell.turn) if cells else None

    def _trained(self) -> Training | None:
        cell = self._trained_cell()
        return cell.training if cell is not None else None

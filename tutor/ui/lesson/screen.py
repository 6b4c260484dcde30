"""A lesson: one short screen at a time, its live cells, the stage beside or below them, the controls underneath."""

from __future__ import annotations

import time
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize, ScreenResume
from textual.timer import Timer
from textual.widgets import Static

from tutor.course.model import Lesson
from tutor.kernel.client.client import Lost
from tutor.kernel.protocol import messages as protocol
from tutor.kernel.protocol.messages import FromKernel
from tutor.learner.runs import curve
from tutor.ui.lesson import words
from tutor.ui.lesson.cell import CellBox, duration
from tutor.ui.lesson.controls import ControlBar
from tutor.ui.lesson.guessing import GuessingScreen
from tutor.ui.lesson.naming import NAMING_COMMANDS
from tutor.ui.lesson.notebook import CellState, Notebook
from tutor.ui.lesson.page import Page
from tutor.ui.lesson.past import run_label
from tutor.ui.lesson.question import Question
from tutor.ui.lesson.reading import READING_COMMANDS, Layout
from tutor.ui.lesson.runner import LessonRunner
from tutor.ui.lesson.training import TRAINING_COMMANDS
from tutor.ui.messages import DeviceChosen, KernelStateChanged, SaveStateChanged
from tutor.ui.stage.panel_grid import PanelGrid
from tutor.ui.stage.panels import Viewpoint
from tutor.ui.stage.scene_renderer import SceneRenderer
from tutor.ui.terminal.timing import AT_ONCE
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.editor import CodeEditor
from tutor.ui.widgets.keybar import KeyBar
from tutor.views.surface.data import CurvatureView

WIDE = 112
"""From this many columns on, the stage stands beside the text."""
SAVE_AFTER = 0.5
"""Seconds without typing after which the learner's text is written to disk."""


class LessonScreen(GuessingScreen):
    """One open lesson."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("ctrl+r,f5", "run", "run", "run the marked cell, and before it what it needs"),
        Command("n", "turn(1)", "next", "go to the next screen"),
        *TRAINING_COMMANDS,
        *NAMING_COMMANDS,
        *READING_COMMANDS,
    )
    DEFAULT_CSS = """
    LessonScreen { layout: vertical; }
    LessonScreen #top { height: 1; padding: 0 1; background: $panel; color: $foreground; }
    LessonScreen #body { height: 1fr; layout: vertical; }
    LessonScreen #body > Page { width: 1fr; height: 1fr; }
    LessonScreen #body > PanelGrid { width: 1fr; height: 1fr; }
    LessonScreen.-wide #body { layout: horizontal; }
    LessonScreen.-wide #body > Page { width: 74; }
    LessonScreen.-wide.-alone #body > Page { width: 1fr; }
    LessonScreen.-alone #body > Page { max-width: 100; }
    LessonScreen #verdict { height: auto; padding: 0 1; background: $panel; display: none; }
    LessonScreen.-stage #verdict.-said { display: block; }
    LessonScreen.-stage #body > Page { display: none; }
    LessonScreen.-text #body > PanelGrid { display: none; }
    """

    def __init__(self, lesson: Lesson, index: int | None = None) -> None:
        super().__init__()
        self.lesson = lesson
        self._wanted = index
        self.index = 0
        self.selected = 0
        """The number of the cell that the run key runs; 0 where the screen has none."""
        self.layout_mode: Layout = "both"
        self.reverted: dict[int, str] = {}
        self._queue: list[int] = []
        """Cells still to run after the present one (run all)."""
        self._save_timer: Timer | None = None
        self._changed = 0
        """The first cell that is not drawn as it now stands; 0 where all are."""
        self._follow_timer: Timer | None = None
        self._reveal = 0
        """The cell whose output is to be brought into view once it is drawn; 0 for none."""

    # --------------------------------------------------------------------------------------------------- arrangement

    def compose(self) -> ComposeResult:
        """Top line, text and stage, controls, footer."""
        shell, terminal = self.shell, self.shell.terminal
        opened = shell.store.open(self.lesson.slug, {code.number: code.source for code in self.lesson.cells})
        self.record = shell.store.lesson(self.lesson.slug)
        self.orphans = opened.orphans
        self.notebook = Notebook(self.lesson, opened.edits, self.record.controls)
        self.player = LessonRunner(
            self.notebook, shell.link, device=shell.device, pace=shell.pace, on_change=self._on_kernel
        )
        yield Static(id="top", markup=False)
        with Container(id="body"):
            yield Page()
            yield PanelGrid(SceneRenderer(terminal.marks, terminal.shades), terminal, clock=time.monotonic)
        yield Static(id="verdict", markup=False)
        yield ControlBar()
        yield KeyBar()

    async def on_mount(self) -> None:
        """Open at the screen where one was."""
        wanted = self.record.screen if self._wanted is None else self._wanted
        await self.show_screen(min(max(0, wanted), len(self.lesson.screens) - 1))
        self.app.theme_changed_signal.subscribe(self, self._recolour)
        if self.orphans:
            self.notify("This lesson has changed since you wrote in it. Your texts are kept; y shows them.")

    async def show_screen(self, index: int) -> None:
        """Turn to a screen of the lesson."""
        self.index = index
        self.app.clear_notifications()
        self._queue.clear()
        screen = self.lesson.screens[index]
        self.take_up_the_past()
        self.look = Viewpoint(ghosts=self.look.ghosts)
        open_cells = [code for code in screen.cells if not code.tags & {"hidden", "sweep"}] or screen.cells
        waiting = [code.number for code in open_cells if self.notebook[code.number].phase != "ok"]
        self.selected = next(iter(waiting or [code.number for code in open_cells]), 0)
        self.layout_mode = "both"
        await self.query_one(Page).show(screen, index, self.notebook, self.record.answers)
        self.query_one(Page).select(self.selected)
        self.restore_verdicts()
        await self.query_one(ControlBar).show(self.controls_here(), self.notebook.controls)
        self.show_marks()
        self.set_focus(None)
        asked = self.asked_first()
        if asked is not None:
            asked.focus(scroll_visible=False)
        self.give_room()
        self.redraw(at_once=True)
        self.refresh_bindings()
        self.shell.store.visit(self.lesson.slug, index)

    def on_screen_resume(self, _event: ScreenResume) -> None:
        """What went on below another screen shows."""
        if self.present:
            self._follow()
            self.redraw(at_once=True)

    def on_resize(self, event: Resize) -> None:
        """Beside or below one another, by the width."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self.update_top()

    def give_room(self) -> None:
        """Give text and stage the room that the layout says, or all to the text where nothing is drawn."""
        empty = not self.scene().panels
        self.set_class(empty, "-alone")
        self.set_class(self.layout_mode == "stage" and not empty, "-stage")
        self.set_class(self.layout_mode == "text" and not empty, "-text")
        self.update_top()

    def update_top(self) -> None:
        """Title, place in the lesson, device and the time of the last run."""
        if not self.present:
            return
        cell = self.notebook[self.selected] if self.selected else None
        took = duration(cell.seconds) if cell is not None and cell.seconds is not None else ""
        link = self.shell.link
        where = self.player.resolved or self.player.device
        silent = link.state != "ready" or bool(link.quiet)
        kept = "cannot save" if self.shell.store.problem else ""
        right = " · ".join(filter(None, [kept, *([link.brief] if silent else [where, took])]))
        seen = frozenset(self.record.visited)
        width = max(0, self.size.width - 2)
        line = words.top_line(self.lesson, self.index, seen, right, width, trouble=bool(link.trouble))
        self.query_one("#top", Static).update(line, layout=False)

    def _recolour(self, _: object) -> None:
        """Texts that carry their colours are made anew in those of the theme."""
        self._follow_all()
        for question in self.query(Question):
            question.redraw()
        self.query_one(ControlBar).refresh()

    def on_save_state_changed(self, _: SaveStateChanged) -> None:
        """What the learner does is saved, or is not."""
        self.update_top()

    def on_kernel_state_changed(self, _: KernelStateChanged) -> None:
        """Torch is ready, or lost, or silent."""
        self.update_top()
        self.update_state()

    def on_device_chosen(self, event: DeviceChosen) -> None:
        """Everything begins anew on another device."""
        self.player.set_device(event.device)
        self._follow_all()
        self.update_top()

    # ------------------------------------------------------------------------------------------------------- running

    def _on_kernel(self, cell: CellState | None, message: FromKernel | Lost) -> None:
        """An event of the lesson's session came."""
        if not self.present:
            return
        match message:
            case protocol.Steps() | protocol.Loop():
                self._frame()
                return
            case protocol.Shown(view=CurvatureView()):
                self.show_marks()
            case protocol.RunFinished() if message.run == self.notebook.run:  # not one that was stopped for another
                self._ended(message)
            case protocol.Opened():
                self.update_top()
            case protocol.Held():
                self.refresh_bindings()
        if cell is not None:
            self._follow_soon(cell.number, wait=isinstance(message, protocol.CellStarted))
            if isinstance(message, protocol.CellFinished) and cell.number == self.selected:
                self._reveal = cell.number
        elif isinstance(message, Lost | protocol.Fault | protocol.RunFinished):
            self._follow_soon(1)
        self._frame()

    def _follow_soon(self, number: int, *, wait: bool = False) -> None:
        """Draw this cell and those after it anew: once for all events that come together, and, where that can `wait`,
        with what the cell does next if that is soon. So a quick cell is drawn once, and does not flicker."""
        self._changed = min(number, self._changed or number)
        if self._follow_timer is not None:
            self._follow_timer.stop()
            self._follow_timer = None
        if wait:
            self._follow_timer = self.set_timer(AT_ONCE, self._follow)
        else:
            self.call_later(self._follow)

    def _follow(self) -> None:
        """Draw anew what has changed since the last time; below another screen, once that is gone."""
        if not self._changed or not self.is_current:
            return
        page, cell = self.query_one(Page), self.notebook[self._changed]
        self._changed = 0
        page.follow(cell, self.notebook)
        if self._reveal:
            self.call_after_refresh(page.reveal, self._reveal)
            self._reveal = 0

    def _frame(self) -> None:
        """Draw at the next frame; make room for the stage when the first drawing comes."""
        if self.has_class("-alone"):
            self.give_room()
        self.redraw()

    def _ended(self, message: protocol.RunFinished) -> None:
        """A run is over: compare with what was predicted, run what is still queued."""
        self.update_top()
        self.refresh_bindings()
        cell = self.notebook[self.notebook.target]
        self._keep_curve(cell)
        if message.status == "ok":
            self.keep_run(cell)
            self.compare_with_guess(cell)
            if self._queue:
                self.begin(partial(self.run_cell, self._queue.pop(0)))
        else:
            self._queue.clear()

    def _keep_curve(self, cell: CellState) -> None:
        """The last training's loss is shown on the home screen."""
        if cell.training is not None and "loss" in cell.training.history.names:
            steps, loss = cell.training.history.series("loss")
            label = run_label(cell.training)
            self.shell.store.set_curve(self.lesson.slug, curve(label, [int(step) for step in steps], loss))

    async def run_cell(self, number: int, *, paused: bool = False) -> None:
        """Run a cell, as its text now stands, and show at once that it waits for its turn."""
        for box in self.query(CellBox):
            if box.whole:  # the last character typed may not have been heard of yet
                self.notebook.edit(box.number, box.editor.text)
        if self.in_laboratory and self.trains(number):
            self.layout_mode = "stage"
        if self.query_one(Page).cell(number) is not None and not self.in_sweep(number):
            self.select(number)
        await super().run_cell(number, paused=paused)
        if self.present:
            self._follow_soon(number, wait=True)
            self.give_room()
            self.update_state()
            self.refresh_bindings()

    async def action_run(self) -> None:
        """Run the marked cell."""
        if not self.selected:
            self.notify("There is nothing to run on this screen; n goes on.")
            return
        self._queue.clear()
        await self.run_cell(self.selected)

    async def action_run_all(self) -> None:
        """Run every cell of this screen."""
        numbers = [code.number for code in self.lesson.screens[self.index].cells]
        if numbers:
            self._queue = numbers[1:]
            await self.run_cell(numbers[0])

    def action_stop(self) -> None:
        """Stop the running cell, and those that would follow."""
        self._queue.clear()
        super().action_stop()

    # ---------------------------------------------------------------------------------------- the learner's own things

    def on_cell_box_edited(self, event: CellBox.Edited) -> None:
        """The text changed: mark what no longer holds, keep it."""
        self.notebook.edit(event.number, event.source)
        self._follow_all()
        self._save_soon()

    def on_cell_box_selected(self, event: CellBox.Selected) -> None:
        """The cell one is in is the one that runs."""
        self.select(event.number)

    def on_page_scrolled(self) -> None:
        """What the run key runs is on the screen."""
        self.call_after_refresh(self._mark_what_is_seen)

    def _mark_what_is_seen(self) -> None:
        number = self.query_one(Page).seen(self.selected) if self.selected else 0
        if number != self.selected and not isinstance(self.focused, CodeEditor):
            self.select(number)

    def label_now(self, action: str, label: str) -> str:
        """The cell that the run key runs."""
        return f"run [{self.selected}]" if action == "run" and self.selected else super().label_now(action, label)

    def on_code_editor_left(self) -> None:
        """Escape in a cell: the keys are the screen's again."""
        self.set_focus(None)

    def control_moved(self) -> None:
        """Keep the value, mark what no longer holds."""
        self._follow_all()
        self._save_soon()

    def _follow_all(self) -> None:
        if self.notebook.cells:
            self.query_one(Page).follow(self.notebook.cells[0], self.notebook)

    def _save_soon(self) -> None:
        if self._save_timer is not None:
            self._save_timer.stop()
        self._save_timer = self.set_timer(SAVE_AFTER, self.save)

    def save(self) -> None:
        """Write the learner's text and controls."""
        edits = {cell.number: cell.source for cell in self.notebook.cells if cell.edited}
        self.shell.store.keep(self.lesson.slug, edits=edits, controls=self.notebook.controls)

    async def save_now(self) -> None:
        """Write all without waiting for a pause in typing."""
        self.save()

    def on_unmount(self) -> None:
        """Keep everything, end the session."""
        self.save()
        self.player.close()
        self.app.theme_changed_signal.unsubscribe(self)  # else it would keep this screen

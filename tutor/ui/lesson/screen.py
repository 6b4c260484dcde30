"""A lesson: one short screen at a time, its live cells, the stage beside or below them, the controls underneath."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize, ScreenResume

from tutor.course.model import Lesson
from tutor.learner.notes import NotePlace
from tutor.ui.lesson.adjusting import Adjusting
from tutor.ui.lesson.cell_state import CellState
from tutor.ui.lesson.display import LessonDisplay
from tutor.ui.lesson.guessing import Guessing
from tutor.ui.lesson.inspecting import Inspecting
from tutor.ui.lesson.lacking import Lacking
from tutor.ui.lesson.notebook import Notebook
from tutor.ui.lesson.outside import Outside
from tutor.ui.lesson.printed import PrintedCurves
from tutor.ui.lesson.reading import Reading
from tutor.ui.lesson.runner import LessonRunner
from tutor.ui.lesson.running import Running
from tutor.ui.lesson.saving import LessonSaver
from tutor.ui.lesson.state import LessonState
from tutor.ui.lesson.stepping import Stepping
from tutor.ui.lesson.viewing import Viewing
from tutor.ui.messages import DeviceChosen, KernelStateChanged, SaveStateChanged
from tutor.ui.shell import Shell
from tutor.ui.widgets.controller import ControlledScreen
from tutor.ui.widgets.keybar import KeyBar
from tutor.views.base import ControlView

if TYPE_CHECKING:
    from tutor.kernel.client.client import Lost
    from tutor.kernel.protocol.messages import FromKernel
    from tutor.ui.lesson.cell import CellBox
    from tutor.ui.lesson.controls import Presets, Track
    from tutor.ui.lesson.question import Question
    from tutor.ui.stage.panel_grid import PanelGrid

WIDE = 112
"""From this many columns on, the stage stands beside the text."""


class LessonScreen(ControlledScreen[None]):
    """One open lesson: what it knows is its `state`, what is seen its `display`; its controllers do the commands."""

    CONTROLLERS = (Stepping, Adjusting, Running, Viewing, Inspecting, Reading, Lacking, PrintedCurves)
    FIRST = ("run", "turn(1)", "hold", "sweep", "cpu", "printed")
    AUTO_FOCUS: ClassVar[str] = ""
    DEFAULT_CSS = """
    LessonScreen { layout: vertical; }
    LessonScreen #top { height: 1; padding: 0 1; background: $panel; color: $foreground; }
    LessonScreen #body { height: 1fr; layout: vertical; }
    LessonScreen #body > Page { width: 1fr; height: 1fr; }
    LessonScreen #body > PanelGrid { width: 1fr; height: 1fr; }
    LessonScreen.-wide #body { layout: horizontal; }
    LessonScreen.-wide #body > Page { width: 76; }
    LessonScreen.-wide.-alone #body > Page { width: 1fr; }
    LessonScreen.-alone #body > Page { max-width: 100; }
    LessonScreen #verdict { height: auto; padding: 0 1; background: $panel; display: none; }
    LessonScreen.-stage #verdict.-said { display: block; }
    LessonScreen.-stage #body > Page { display: none; }
    LessonScreen.-text #body > PanelGrid { display: none; }
    """

    def __init__(self, shell: Shell, lesson: Lesson, index: int | None = None) -> None:
        """Open at screen `index`, else where the learner was."""
        super().__init__(classes="-alone")  # as it is until something is drawn
        store = shell.store
        opened = store.open(lesson.slug, {code.number: code.source for code in lesson.cells})
        record = store.lesson(lesson.slug)
        wanted = record.screen if index is None else index
        self._first = min(max(0, wanted), len(lesson.screens) - 1)
        self._outdated = bool(opened.orphans)
        """Whether the lesson has changed since the learner wrote in it."""
        notebook = Notebook(lesson, opened.edits, record.controls)
        runner = LessonRunner(notebook, shell.link, device=shell.device, pace=shell.pace, on_change=self._on_kernel)
        self.state = LessonState(notebook, runner)
        display = LessonDisplay(self, shell, self.state)
        saver = LessonSaver(self, store, self.state)
        lacking = Lacking(self, notebook, display, shell.link)
        running = Running(self, self.state, display, lacking)
        adjusting = Adjusting(self, self.state, display, saver)
        self.add(
            Stepping(shell, self.state, display, running),
            adjusting,
            running,
            Viewing(self, self.state, display),
            Inspecting(self, self.state, display),
            PrintedCurves(self, self.state, display),
            lacking,
            Reading(self, self.state, display, saver, turn_to=self.show_screen, orphans=opened.orphans),
        )
        self.parts, self.saver = display, saver
        self._outside = Outside(lesson)
        self.guessing = Guessing(self, store, self.state, display, adjusting, running)

    @property
    def note_place(self) -> NotePlace | None:
        """Where a note belongs that is taken now; the notes of a course are not of other files."""
        state = self.state
        return None if state.lesson.opened else NotePlace(state.lesson.slug, state.index, state.screen.title)

    # --------------------------------------------------------------------------------------------------- arrangement

    def compose(self) -> ComposeResult:
        """Top line, text and stage, controls, footer."""
        parts = self.parts
        yield parts.top
        with Container(id="body"):
            yield parts.page
            yield parts.grid
        yield parts.verdict
        yield parts.bar
        yield KeyBar()

    async def on_mount(self) -> None:
        """Open at the screen where one was."""
        await self.show_screen(self._first)
        self.app.theme_changed_signal.subscribe(self, lambda _: self.parts.recolor())
        if self._outdated:
            self.notify("The lesson has changed since you wrote in it. Your texts are kept: y.")

    async def show_screen(self, index: int) -> None:
        """Turn to a screen of the lesson."""
        self.app.clear_notifications()
        self.state.turn_to(index)
        self.saver.take_up_the_past()
        await self.parts.turn()
        self.set_focus(self.parts.page.asked_first, scroll_visible=False)  # at once: the first frame shows its keys
        self.parts.give_room()
        self.parts.redraw(at_once=True)
        self.refresh_bindings()
        self.shell.store.visit(self.state.lesson.slug, index)
        if news := self._outside.news():
            self.notify(news, severity="warning", markup=False)

    def on_screen_resume(self, _event: ScreenResume) -> None:
        """What went on below another screen shows."""
        if self.present:
            self.parts.follow()
            self.parts.redraw(at_once=True)

    def on_resize(self, event: Resize) -> None:
        """Beside or below one another, by the width."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self.parts.update_top()

    async def save_now(self) -> None:
        """Write all without waiting for a pause in typing."""
        self.saver.save()

    def on_unmount(self) -> None:
        """Keep everything, end the session."""
        self.saver.keep_what_ran()
        self.saver.save()
        self.state.runner.close()
        self.app.theme_changed_signal.unsubscribe(self)  # else it would keep this screen

    # -------------------------------------------------------------------------------------------- what goes on outside

    def _on_kernel(self, cell: CellState | None, message: FromKernel | Lost) -> None:
        """An event of the lesson's session came."""
        if not self.present:
            return
        from tutor.kernel.client.client import Lost
        from tutor.kernel.protocol import connection, events

        parts = self.parts
        match message:
            case events.Steps() | events.Loop():
                if isinstance(message, events.Loop) and message.step == 0:
                    self.refresh_bindings()  # of this loop the cell's text may not have told
                parts.frame()
                return
            case events.Shown(view=ControlView()):
                parts.show_marks()
            case events.RunFinished() if message.run == self.state.notebook.run:  # not one stopped for another
                self._ended(ok=message.status == "ok")
            case events.Opened():
                parts.update_top()
            case events.Held():
                self.refresh_bindings()
            case events.CellStarted() if cell is not None:
                self.saver.follow(cell)
            case events.CellFinished() if cell is not None:
                self.saver.end_what_ran()
                if message.exits:
                    self.controller(Running).end_program(cell.number)
        if cell is not None:
            parts.follow_soon(cell.number, wait=isinstance(message, events.CellStarted))
            if isinstance(message, events.CellFinished) and self.saver.keep_milestone(cell):
                self.notify("◆ The milestone is reached. Home shows it at the end of its part.")
            if isinstance(message, events.CellFinished) and cell.number == self.state.selected:
                parts.reveal_once_drawn(cell.number)
        elif isinstance(message, Lost | connection.Fault | events.RunFinished):
            self.saver.keep_what_ran()
            parts.follow_soon(1)
        parts.frame()

    def _ended(self, *, ok: bool) -> None:
        """A run is over: keep what it came to, compare with what was guessed, go on with what is still to run."""
        self.parts.update_top()
        self.refresh_bindings()
        cell = self.state.notebook[self.state.notebook.target]
        self.saver.keep_curve(cell)
        if ok:
            self.saver.keep_run(cell)
            self.guessing.compare(cell)
        self.controller(Running).ended(ok)

    def on_save_state_changed(self, _: SaveStateChanged) -> None:
        """What the learner does is saved, or is not."""
        self.parts.update_top()
        self.saver.say_what_is_not_written()

    def on_kernel_state_changed(self, _: KernelStateChanged) -> None:
        """Torch is ready, or lost, or silent."""
        self.parts.update_top()
        self.parts.update_state()

    def on_device_chosen(self, event: DeviceChosen) -> None:
        """Everything begins anew on another device."""
        self.state.runner.set_device(event.device)
        self.parts.follow_all()
        self.parts.update_top()

    # ----------------------------------------------------------------------------------------- what the widgets notice

    def on_cell_box_edited(self, event: CellBox.Edited) -> None:
        """The text changed: mark what no longer holds, keep it."""
        self.state.notebook.edit(event.number, event.source)
        self.parts.follow_all()
        self.saver.save_soon()
        self.parts.follow_staleness()

    def on_cell_box_selected(self, event: CellBox.Selected) -> None:
        """The cell one is in is the one that runs."""
        self.parts.select(event.number)

    def on_page_scrolled(self) -> None:
        """What the run key runs is on the screen."""
        self.call_after_refresh(self._mark_what_is_seen)

    def _mark_what_is_seen(self) -> None:
        selected = self.state.selected
        number = self.parts.page.seen(selected) if selected else 0
        if number != selected and not self.parts.page.edits(self.focused):
            self.parts.select(number)

    def on_code_editor_left(self) -> None:
        """Escape in a cell: the keys are the screen's again."""
        self.set_focus(None)

    def on_question_chosen(self, event: Question.Chosen) -> None:
        """A question was answered."""
        self.guessing.chosen(event.question, event.choice)

    def on_question_unseen(self, event: Question.Unseen) -> None:
        """A key was meant for a question out of sight: it is seen first, and answered by the next key."""
        self.parts.page.reveal_question(event.question)

    def on_track_moved(self, event: Track.Moved) -> None:
        """A control was moved by the mouse."""
        self.controller(Adjusting).set_control(event.name, event.value)

    def on_presets_chosen(self, event: Presets.Chosen) -> None:
        """A preset was chosen by the mouse."""
        self.controller(Adjusting).action_preset(event.index + 1)

    def on_panel_grid_pointed(self, event: PanelGrid.Pointed) -> None:
        """Look at the step under the mouse."""
        self.controller(Stepping).look_at(event.step)

    def on_panel_grid_probed(self, event: PanelGrid.Probed) -> None:
        """Read out the place under the mouse."""
        self.controller(Viewing).probe(event.panel, event.place)

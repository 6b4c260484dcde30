"""A lesson in the learner's hands: what the cells say, what they led to, what no longer holds. No widgets.

The lesson's first frame waits for this module, and not for the kernel's messages: they are imported with the first run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from tutor.course.controls import Does, names
from tutor.course.model import Choice, Control, Lesson, Slider
from tutor.opening.cpu import on_cpu
from tutor.ui.lesson.cell_state import BUSY, CellState, Phase, Training
from tutor.views.base import StagedView
from tutor.views.packing import unpack
from tutor.views.printed import Transcript
from tutor.views.scalar import Scalar

if TYPE_CHECKING:
    from tutor.kernel.protocol import events, message_bases, messages, requests
    from tutor.kernel.protocol.events import Failure

MAX_GHOSTS = 8
MOST_FOLLOWED = 100
"""Through so many cells it is followed what a run needs; the screens would have to wait for more."""


class Notebook:
    """The cells and controls of one open lesson, and the events of its session applied to them."""

    def __init__(
        self, lesson: Lesson, edits: Mapping[int, str] | None = None, controls: Mapping[str, Scalar] | None = None
    ) -> None:
        self.lesson = lesson
        edits = edits or {}
        self.cells = [
            CellState(c.number, c.source, edits.get(c.number, c.source), stored=c.stored) for c in lesson.cells
        ]
        self.controls: dict[str, Scalar] = {control.name: control.default for control in lesson.controls}
        for name, value in (controls or {}).items():
            control = lesson.control(name)
            if control is not None and allowed(control, value):
                self.controls[name] = value
        self._turn = 0
        self.run = 0
        """The number of the run that events are taken from; those of any other are old."""
        self.target = 0
        """The cell that the present or last run is for."""
        self._sent: tuple[str, ...] = ()
        """The sources of that cell and those above it, as they were sent."""
        self.reasons: dict[int, str] = {}
        """The cells that it needs, and why, in a few words."""
        self.device = ""
        """What the session computes on."""
        self.busy = False
        self.held = False
        self.on_cpu = False
        """Whether cells are run with the CPU in place of CUDA."""

    def __getitem__(self, number: int) -> CellState:
        return self.cells[number - 1]

    @property
    def running_before(self) -> int | None:
        """The number of the cell that runs only because the one that was asked for needs it."""
        return next(
            (cell.number for cell in self.cells[: max(0, self.target - 1)] if cell.phase in ("running", "held")), None
        )

    # ------------------------------------------------------------------------------------------- the learner acts

    def edit(self, number: int, source: str) -> None:
        """The learner changed a cell's text."""
        self[number].source = source

    def set_control(self, name: str, value: Scalar) -> None:
        """The learner moved a control. Raises ValueError where the value is not one of its own."""
        control = self.lesson.control(name)
        if control is None or not allowed(control, value):
            raise ValueError(refusal(control, name, value))
        self.controls[name] = value

    def stale(self, cell: CellState) -> bool:
        """Whether the cell was run, but would now lead elsewhere: a text or a control that it rests on changed."""
        if cell.phase == "new" or cell.phase in BUSY:
            return False
        if cell.basis != self._sources(cell.number):
            return True
        used = (item for number in cell.rests_on for item in self[number].used.items())
        return any(self.controls.get(name, value) != value for name, value in used)

    def mentioned(self, cells: Iterable[CellState]) -> list[str]:
        """The controls that these cells make or use, by the variables that the lesson's cells give them to."""
        if not self.controls:
            return []  # as in most files of others, of which some have hundreds of cells to be read for this
        variables: dict[str, set[str]] = {name: set() for name in self.controls}
        for cell in self.cells:
            for variable, control in names(cell.source).controls:
                variables.setdefault(control, set()).add(variable)
        found = [names(cell.source) for cell in cells]
        used = frozenset().union(*(one.used for one in found))
        made = {control for one in found for _, control in one.controls}
        return [name for name in self.controls if name in made or (variables[name] or {name}) & used]

    def does(self, cell: CellState) -> Does:
        """What the cell can do, itself or by the functions that the cells above it have made."""
        made: dict[str, Does] = {}
        for above in self.cells[: cell.number]:
            if "def " in above.source or "class " in above.source:  # else reading it, of hundreds, is for nothing
                made |= names(above.source).made
        return names(cell.source).does.with_called(made)

    def needed(self, number: int) -> dict[int, str]:
        """The cells that a cell needs, and why, in a few words; of many cells, or of one with expressions that are
        nested by the hundred, it is not followed, and it is all."""
        if number <= MOST_FOLLOWED:
            from tutor.course.needs import needs  # the first frame does not wait for it

            with suppress(RecursionError):
                places = needs([cell.source for cell in self.cells[:number]])
                return {place + 1: why for place, why in places.items()}
        return dict.fromkeys(range(1, number), "")

    def begin(self, number: int) -> tuple[requests.Cell, ...]:
        """Note that a run of cell `number` is about to be asked for; the cells to send. Older events count no more."""
        from tutor.kernel.protocol import requests

        for cell in self.cells:
            if cell.phase in BUSY:
                self._cut_off(cell, "interrupted")
        self.run, self.target, self.busy, self.held = 0, number, True, False
        self.reasons = self.needed(number)
        self[number].phase = "waiting"
        self._sent = self._sources(number)
        path = self.lesson.script
        return tuple(
            requests.Cell(code.number, source, path, code.line)
            for code, source in zip(self.lesson.cells[:number], self._sent, strict=True)
        )

    def refuse(self, number: int, failure: Failure) -> None:
        """A cell is not run, for this reason."""
        cell = self[number]
        cell.phase, cell.failure = "error", failure
        cell.basis, cell.rests_on = self._sources(number), frozenset()

    def program(self, number: int) -> str:
        """A cell of the present or last run and those that it needs, as they were run: a script in percent format."""
        return "\n\n".join(f"# %%\n{self._sent[place - 1].rstrip()}" for place in self._with_needed(number)) + "\n"

    def read_by(self, number: int) -> dict[str, Scalar]:
        """The controls that a cell and those that it needs have read, with their values at the end."""
        return {name: value for place in self._with_needed(number) for name, value in self[place].used.items()}

    def _with_needed(self, number: int) -> list[int]:
        """The number of a cell of the present or last run, and before it those of the cells that were run for it."""
        return [*sorted(place for place in self.reasons if place < number), number]

    def abandon(self, phase: Phase, message: str) -> None:
        """The session is gone: whatever ran ended as `phase`, for the reason given."""
        from tutor.kernel.protocol import events

        for cell in self.cells:
            if cell.phase in BUSY:
                self._cut_off(cell, phase)
                cell.failure = events.Failure(message)
        self.busy = self.held = False

    # --------------------------------------------------------------------------------------------- the kernel speaks

    def apply(self, message: messages.FromKernel) -> CellState | None:
        """Take in one event of the present run; the cell it concerned, or None where it was of an older run."""
        from tutor.kernel.protocol import events, message_bases

        if not isinstance(message, message_bases.RunEvent) or message.run != self.run:
            return None
        if isinstance(message, events.RunFinished):
            self._end(message.status)
        elif isinstance(message, message_bases.CellEvent) and 1 <= message.cell <= len(self.cells):
            cell = self[message.cell]
            self._apply_to(cell, message)
            return cell
        return None

    def _apply_to(self, cell: CellState, message: message_bases.CellEvent) -> None:
        """Take in what is told of one cell."""
        from tutor.kernel.protocol import events

        match message:
            case events.CellStarted():
                self._start(cell, message.replayed)
            case events.Output(text=text, stream=stream):
                cell.transcript.write(text, stream)
                cell.read(text, stream)
            case events.Loop(count=count):
                if cell.training is not None:
                    cell.training.steps = max(count, cell.training.steps or 0)
            case events.Steps():
                self._record(cell, message)
            case events.Shown(name=name, view=view):
                cell.views[name], cell.places[name] = view, cell.transcript.count
                cell.former.discard(name)
            case events.Reached(result=result):
                cell.reached = result
            case events.Awaited(what=what):
                cell.awaits = what
            case events.ControlUsed(name=name, value=value, step=step):
                if cell.training is not None and cell.training.control_at(name, step) != value:
                    cell.training.moves.append((step, name, value))
            case events.Held(held=held):
                cell.phase, self.held = ("held" if held else "running"), held
            case events.CellFinished():
                self._finish(cell, message)

    def _end(self, status: events.Status) -> None:
        """The run is over."""
        self.busy = self.held = False
        if self[self.target].phase in BUSY:  # a cell above it failed, or it was stopped before it began
            self._cut_off(self[self.target], "new" if status == "ok" else status)
            self[self.target].failure = self._failure_above(status)

    def _failure_above(self, status: events.Status) -> Failure | None:
        """Why the cell that was asked for never began: what a cell that it needs failed with, and where that stands."""
        from tutor.kernel.protocol.events import Failure

        above = self.cells[: self.target - 1]
        failed = next((cell for cell in above if cell.phase == status and cell.failure is not None), None)
        if failed is None or failed.failure is None:
            return None
        place, screen = next(
            (place, screen)
            for place, screen in enumerate(self.lesson.screens, 1)
            if any(code.number == failed.number for code in screen.cells)
        )
        return Failure(
            f"This cell did not run. It needs cell {failed.number}, which did not finish: {failed.failure.message}",
            explanation=f"Cell {failed.number} is on screen {place}{f', {screen.title}' if screen.title else ''}.",
        )

    def _cut_off(self, cell: CellState, phase: Phase) -> None:
        """A cell ended without saying so, or before it began; that it is as it was asked to run still holds."""
        cell.phase = phase
        self._note_basis(cell)

    def _note_basis(self, cell: CellState) -> None:
        """What it leads to in this run comes from the texts as they stand, and from these cells."""
        cell.basis = self._sources(cell.number)
        cell.rests_on = frozenset((*(number for number in self.reasons if number < cell.number), cell.number))

    def _start(self, cell: CellState, replayed: bool) -> None:
        self._turn += 1
        cell.phase, cell.failure, cell.seconds, cell.turn = "running", None, None, self._turn
        # What is drawn stands until it is drawn anew, so that nothing blinks where the same text runs again.
        same = cell.basis == self._sources(cell.number)
        cell.views = {name: view for name, view in cell.views.items() if same and isinstance(view, StagedView)}
        cell.former = set(cell.views)
        cell.transcript, cell.used, cell.places, cell.reached, cell.awaits = Transcript(), {}, {}, "", ""
        self._note_basis(cell)
        if cell.training is not None and len(cell.training.history) > 1 and not replayed:
            others = [ghost for ghost in cell.ghosts if not ghost.is_like(cell.training)]
            cell.ghosts = [*others, cell.training][-MAX_GHOSTS:]
        controls = {name: self.controls[name] for name in self.mentioned([cell])}
        cell.training = Training(controls=controls, device=self.device)
        cell.readings = cell.readings.anew() if cell.readings is not None else None

    def _record(self, cell: CellState, message: events.Steps) -> None:
        if cell.training is not None:
            columns = [unpack(column) for column in message.columns]
            cell.training.history.add(message.labels, unpack(message.steps), columns)

    def _finish(self, cell: CellState, message: events.CellFinished) -> None:
        for name in cell.former:
            del cell.views[name]
        cell.former = set()
        cell.phase, cell.seconds, cell.failure, cell.used = (
            message.status,
            message.seconds,
            message.failure,
            dict(message.used),
        )

    def _sources(self, number: int) -> tuple[str, ...]:
        sources = (cell.source for cell in self.cells[:number])
        return tuple(map(on_cpu, sources) if self.on_cpu else sources)


def allowed(control: Control, value: Scalar) -> bool:
    """Whether the control can have this value."""
    if isinstance(control, Choice):
        return value in control.options
    return isinstance(value, int | float) and control.low <= value <= control.high


def refusal(control: Control | None, name: str, value: Scalar) -> str:
    """Why a control cannot have this value, and which it can."""
    if control is None:
        return f"This lesson has no control named {name}."
    label = control.label or control.name.replace("_", " ")
    if isinstance(control, Slider):
        return f"{label.capitalize()} goes from {control.low:g} to {control.high:g}; {value} is outside."
    return f"{label.capitalize()} is one of {', '.join(control.options)}; {value} is not one of them."

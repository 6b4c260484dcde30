"""What the screen of an open lesson knows: where one is, what is marked, how one looks at the stage. No widgets."""

from __future__ import annotations

from collections.abc import Container
from typing import Literal

from msgspec.structs import replace

from tutor.charts.cell_grid import Place
from tutor.course.model import Control, Prediction, Quiz, Screen
from tutor.ui.lesson.cell_state import BUSY, CellState, Training
from tutor.ui.lesson.notebook import Notebook
from tutor.ui.lesson.runner import LessonRunner
from tutor.ui.lesson.scene import scene_of
from tutor.ui.stage.panels import Scene, ViewPanel, Viewpoint, pages_of

Layout = Literal["both", "stage", "text"]
LAYOUTS: tuple[Layout, ...] = ("both", "stage", "text")


class LessonState:
    """One open lesson; its cells and controls are the `notebook`'s, what runs is the `runner`'s."""

    def __init__(self, notebook: Notebook, runner: LessonRunner) -> None:
        self.lesson = notebook.lesson
        self.notebook = notebook
        self.runner = runner
        self.index = 0
        """Which of the lesson's screens is open."""
        self.selected = 0
        """The number of the cell that the run key runs; 0 where the screen has none."""
        self.viewpoint = Viewpoint()
        self.layout: Layout = "both"
        self.queue: list[int] = []
        """Cells still to run after the present one (run all)."""
        self.guess = ""
        """The key of the guess that began the present run; '' where none did."""
        self.sweep_cell = next((cell.number for cell in notebook.lesson.cells if "sweep" in cell.tags), 0)
        """The number of the cell that trains all presets together; 0 where the lesson has none."""

    def turn_to(self, index: int) -> None:
        """Be at this screen, at its first cell that waits to be run."""
        self.index = index
        self.queue.clear()
        self.viewpoint = Viewpoint(ghosts=self.viewpoint.ghosts)
        open_cells = [code for code in self.screen.cells if not code.tags & {"hidden", "sweep"}] or self.screen.cells
        waiting = [code.number for code in open_cells if self.notebook[code.number].phase != "ok"]
        self.selected = next(iter(waiting or [code.number for code in open_cells]), 0)
        self.layout = "both"

    # ------------------------------------------------------------------------------------------------ what is here

    @property
    def screen(self) -> Screen:
        """The screen of the lesson that is open."""
        return self.lesson.screens[self.index]

    @property
    def cells(self) -> list[CellState]:
        """The cells of this screen: their drawings stand on the stage."""
        return [self.notebook[code.number] for code in self.screen.cells]

    @property
    def controls(self) -> list[Control]:
        """The controls that the cells of this screen mention."""
        here = self.notebook.mentioned(self.cells)
        return [control for control in self.lesson.controls if control.name in here]

    @property
    def in_laboratory(self) -> bool:
        """Whether this screen is one whose stage is the point."""
        return "laboratory" in self.screen.tags

    def trains(self, number: int) -> bool:
        """Whether a cell has a loop of steps, or calls what has one: by its text, or because the kernel has said so of
        its present run."""
        cell = self.notebook[number]
        looping = cell.phase in BUSY and cell.training is not None and cell.training.steps is not None
        return looping or self.notebook.does(cell).steps

    @property
    def training_cell(self) -> int:
        """The cell that trains: of this screen the marked one if it has steps, else the first that does."""
        training = [cell.number for cell in self.cells if self.trains(cell.number) and cell.number != self.sweep_cell]
        return self.selected if self.selected in training or not training else training[0]

    @property
    def trained_cell(self) -> CellState | None:
        """The cell whose training the stage shows: of those that reported, the one that ran last."""
        cells = [cell for cell in self.cells if cell.training is not None and len(cell.training.history)]
        busy = [cell for cell in cells if cell.phase in BUSY]
        return max(busy or cells, key=lambda cell: cell.turn) if cells else None

    def still_asked(self, answered: Container[str]) -> str:
        """A question here, or before the cell of all presets on its own screen, that has no answer yet; '' for none."""
        here = [(self.index, place, block) for place, block in enumerate(self.screen.blocks)]
        there = [
            (index, place, block)
            for index, screen in enumerate(self.lesson.screens)
            if any(code.number == self.sweep_cell for code in screen.cells)
            for place, block in enumerate(screen.blocks)
        ]
        for index, place, block in [*here, *there]:
            asked = isinstance(block, Prediction) or (isinstance(block, Quiz) and index != self.index)
            if asked and isinstance(block, Prediction | Quiz) and f"{index}.{place}" not in answered:
                return f"“{block.question}”" + (f" (screen {index + 1})" if index != self.index else "")
        return ""

    # ------------------------------------------------------------------------------------------- how one looks at it

    @property
    def scene(self) -> Scene:
        """What the stage shows now; in the laboratory the sweep lies over the present run, until that is taken away."""
        cells = self.cells
        sweep = self.notebook[number] if (number := self.sweep_cell) else None
        if sweep in cells or not self.in_laboratory or not self.viewpoint.sweep:
            sweep = None
        return scene_of(self.notebook, cells, self.viewpoint, sweep)

    def look_at(self, step: int | None) -> None:
        """Look at this step; None follows the newest."""
        self.viewpoint = replace(self.viewpoint, cursor=step)

    def look_by(self, by: int) -> bool:
        """Look so many steps further, or back; False where there is nothing to look at."""
        cell = self.trained_cell
        if cell is None or cell.training is None:
            return False
        history = cell.training.history
        first, last = history.first_step or 0, history.last_step or 0
        here = last if self.viewpoint.cursor is None else self.viewpoint.cursor
        step = min(last, max(first, here + by))
        self.look_at(history.nearest(step) if by < 0 else step)
        return True

    def look_at_run(self, number: int) -> None:
        """Follow the run of a cell that begins; of another cell than the one before, what it shows is marked."""
        look = self.viewpoint
        marked = look.marked if number == self.notebook.target else ""
        self.viewpoint = replace(look, cursor=None, sweep=look.sweep and number == self.sweep_cell, marked=marked)

    def lay_sweep_over(self) -> None:
        """Have the run of all presets lie over the present one."""
        self.viewpoint = replace(self.viewpoint, sweep=True)

    def leaf_through_ghosts(self) -> None:
        """Beside the present run stand all earlier ones, then one after another, then none."""
        look, cell = self.viewpoint, self.trained_cell
        ghosts: list[Training] = cell.ghosts if cell is not None else []
        if look.sweep:
            look = replace(look, sweep=False, ghosts=True, ghost=None)
        elif not look.ghosts:
            look = replace(look, ghosts=True, ghost=None)
        elif look.ghost is None and ghosts:
            look = replace(look, ghost=0)
        elif look.ghost is not None and look.ghost + 1 < len(ghosts):
            look = replace(look, ghost=look.ghost + 1)
        else:
            look = replace(look, ghosts=False, ghost=None)
        self.viewpoint = look

    def mark(self, panel: str) -> None:
        """Mark a panel, by its key."""
        self.viewpoint = replace(self.viewpoint, marked=panel)

    def probe(self, panel: str, place: Place) -> None:
        """Have this place of a panel read out, from its first page on."""
        look = self.viewpoint
        self.viewpoint = replace(look, probes={**look.probes, panel: place}, pages={**look.pages, panel: 0})

    def leaf(self, panel: str, by: int) -> bool:
        """Turn a panel's pages, by its key; False where it has none."""
        shown = self.scene.panels.get(panel)
        if not isinstance(shown, ViewPanel):
            return False
        page = turned(self.viewpoint.pages.get(panel, 0), by, pages_of(shown))
        self.viewpoint = replace(self.viewpoint, pages={**self.viewpoint.pages, panel: page})
        return True


def panel_after(scene: Scene, key: str) -> str:
    """The key of the panel after this one; the first after the last, and where there is no such panel."""
    keys = list(scene.panels)
    return keys[(keys.index(key) + 1) % len(keys)] if key in keys else next(iter(keys), "")


def turned(page: int, by: int, count: int) -> int:
    """The page after `by` turns: a single turn goes round, a longer way ends at the first or the last."""
    return (page + by) % count if abs(by) == 1 else min(count - 1, max(0, page + by))

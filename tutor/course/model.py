"""What a course is made of, once it is read: frozen values, no behavior beyond looking things up.

They are structs and no dataclasses because the tutor's first frame waits for their classes to be made, and a dataclass
takes several times as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

Scalar = float | int | str


class Problem(msgspec.Struct, frozen=True):
    """Something wrong with a course's files, as 'file:line: what'."""

    path: Path
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


class Slider(msgspec.Struct, frozen=True):
    """A control that is a number; see `tutor.live.slider`."""

    name: str
    default: float
    low: float
    high: float
    whole: bool = False
    scale: Literal["linear", "log"] = "linear"
    presets: tuple[float, ...] = ()
    label: str = ""
    cell: int = 0
    """The number of the code cell that declares it."""


class Choice(msgspec.Struct, frozen=True):
    """A control that is one of several words; see `tutor.live.choice`."""

    name: str
    default: str
    options: tuple[str, ...]
    label: str = ""
    cell: int = 0


Control = Slider | Choice


class QuizAnswer(msgspec.Struct, frozen=True):
    """One of the answers of a quiz."""

    text: str
    right: bool
    because: str
    """What the learner reads after choosing it: why it is right, or which idea leads astray."""


class Prose(msgspec.Struct, frozen=True):
    """Markdown between live things."""

    text: str
    line: int
    """Where it begins in lesson.py."""
    form: Literal["", "markdown", "rest"] = ""
    """Of a text that is not a course's own: what it is written in. It is made ready when it is shown, for that takes
    longer than to find it; see `tutor.opening.texts`."""


LackKind = Literal["module", "network", "cuda", "gpu", "data", "shell", "magic", "input", "python"]
"""'cuda' is what the CPU can take the place of, 'gpu' what nothing but a GPU leads to."""


class Lack(msgspec.Struct, frozen=True):
    """Something that a cell needs and that may not be here."""

    kind: LackKind
    words: str
    """What it is and what to do, in a sentence."""
    line: int = 1
    """The line of the cell that needs it."""

    @property
    def said(self) -> str:
        """The words, where they are not read as Markdown."""
        return self.words.replace("`", "")


class Code(msgspec.Struct, frozen=True):
    """A live cell: its code, as the lesson has it, and where that stands."""

    number: int
    """From 1, over the whole lesson."""
    source: str
    line: int
    """The line of lesson.py on which the source begins."""
    title: str = ""
    tags: frozenset[str] = frozenset()
    """'hidden' (runs, is folded on the screen), 'sweep' (the laboratory's key for all presets runs it)."""
    lacks: tuple[Lack, ...] = ()
    """Of a file that is not a course's own: what keeps the cell from running here. A run stops before it."""
    stored: str = ""
    """What the file itself has of an earlier run; it is seen until the cell has run here."""


class Quiz(msgspec.Struct, frozen=True):
    """A question between live things; its cell is not run."""

    question: str
    answers: tuple[QuizAnswer, ...]
    line: int


class Prediction(msgspec.Struct, frozen=True):
    """Asks what training will do at a value of a control, then leaves it to the run; see `tutor.live.predict`."""

    question: str
    control: str
    value: float
    line: int


Block = Prose | Code | Quiz | Prediction


class Screen(msgspec.Struct, frozen=True):
    """What is seen at once: a heading and what follows it up to the next."""

    title: str
    blocks: tuple[Block, ...]
    tags: frozenset[str] = frozenset()
    """'laboratory': the stage has the whole screen once something is on it."""

    @property
    def cells(self) -> tuple[Code, ...]:
        """Its live cells."""
        return tuple(block for block in self.blocks if isinstance(block, Code))


class Lesson(msgspec.Struct, frozen=True):
    """A lesson. One that could not be read has problems and no screens.

    Screens, controls and problems may be read no sooner than they are looked into; see `tutor.course.later`.
    """

    slug: str
    title: str
    path: Path
    """Its lesson.py."""
    minutes: int = 0
    summary: str = ""
    goals: tuple[str, ...] = ()
    teaches: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    screens: Sequence[Screen] = ()
    controls: Sequence[Control] = ()
    exercises: tuple[str, ...] = ()
    """Slugs of its exercises, in order."""
    problems: Sequence[Problem] = ()
    milestone: bool = False
    """Whether it is the end of a part: a short program that says when it is reached, by `live.reached`."""
    opened: bool = False
    """Whether it is a file that was opened, and not a lesson of a course; `path` is the file."""

    @property
    def script(self) -> str:
        """What the file of its cells is called where it is named, as in tracebacks."""
        return self.path.name if self.opened else f"{self.slug}/lesson.py"

    @property
    def cells(self) -> tuple[Code, ...]:
        """All its live cells, in order; cell n is at index n − 1."""
        return tuple(cell for screen in self.screens for cell in screen.cells)

    def control(self, name: str) -> Control | None:
        """The control of this name, if there is one."""
        return next((control for control in self.controls if control.name == name), None)


class CoursePart(msgspec.Struct, frozen=True):
    """A part of the course."""

    title: str
    lessons: tuple[Lesson, ...]
    milestone: Lesson | None = None
    """The program that it ends with, if it has one."""


class Course(msgspec.Struct, frozen=True):
    """A course: parts of lessons, and what was wrong with the files."""

    title: str
    root: Path
    parts: tuple[CoursePart, ...] = ()
    problems: tuple[Problem, ...] = ()
    assumes: tuple[str, ...] = ()
    """Concepts that learners bring: no lesson need teach them."""
    extras: tuple[Lesson, ...] = ()
    """Lessons outside the parts, which are opened by their names: a gallery."""

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """All lessons, in the order of the course."""
        return tuple(lesson for part in self.parts for lesson in part.lessons)

    @property
    def milestones(self) -> tuple[Lesson, ...]:
        """The programs that parts end with, in the order of the course."""
        return tuple(part.milestone for part in self.parts if part.milestone is not None)

    @property
    def in_order(self) -> tuple[Lesson, ...]:
        """All lessons, and at the end of each part its milestone."""
        return tuple(one for part in self.parts for one in (*part.lessons, part.milestone) if one is not None)

    def lesson(self, slug: str) -> Lesson | None:
        """The lesson of this slug, if there is one; milestones and extras are found, too."""
        return next((lesson for lesson in (*self.in_order, *self.extras) if lesson.slug == slug), None)

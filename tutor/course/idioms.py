"""The idioms of a lesson, in `idioms.py` beside lesson.py: a few lines of code each, with a few words of what it does.

The file is a script in percent format, so that all of it can be run. An older tutor does not look for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tutor.course.model import Problem
from tutor.course.percent import RawCell, split

NAME = "idioms.py"
FEWEST, MOST = 2, 5
"""As many idioms does a lesson have that has any."""
LINES, WIDTH = 6, 66
"""As long and as wide may the code of one be."""


@dataclass(frozen=True)
class Idiom:
    """A few lines of code to keep."""

    words: str
    """What they do."""
    code: str
    line: int
    """Where the code begins in the file."""

    @property
    def commented(self) -> str:
        """The code below its words."""
        return f"# {self.words}\n{self.code}" if self.words else self.code


@dataclass(frozen=True)
class Idioms:
    """Those of one lesson, in order, and what is wrong with the file; nothing of either where there is none."""

    path: Path
    idioms: tuple[Idiom, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_idioms(folder: Path) -> Idioms:
    """The idioms of the lesson in `folder`. Never raises: what is wrong stands in the problems."""
    path = folder / NAME
    try:
        head, cells = split(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Idioms(path)
    except (OSError, UnicodeDecodeError) as error:
        what = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        return Idioms(path, problems=(Problem(path, 1, f"cannot be read: {what}"),))
    problems: list[Problem] = []
    if any(line.strip() and not line.startswith("#") for line in head.splitlines()):
        problems.append(Problem(path, 1, "code before the first '# %%' belongs to no idiom"))
    shown = [cell for cell in cells if "hidden" not in cell.tags]
    for cell in cells:
        problems += [Problem(path, cell.line, what) for what in _wrong(cell)]
    if not FEWEST <= len(shown) <= MOST:
        problems.append(Problem(path, 1, f"a lesson has {FEWEST} to {MOST} idioms, and here are {len(shown)}"))
    idioms = tuple(Idiom(cell.title, cell.text, cell.line) for cell in shown if cell.text and not cell.markdown)
    return Idioms(path, idioms, tuple(problems))


def _wrong(cell: RawCell) -> list[str]:
    """What is wrong with the form of one idiom, or of a cell that prepares some."""
    if cell.markdown:
        return ["an idiom is code; what it does stands behind its '# %%'"]
    wrong = [f"tag {tag!r} means nothing here; known is hidden" for tag in sorted(cell.tags - {"hidden"})]
    if "hidden" in cell.tags:
        return wrong
    lines = cell.text.split("\n")
    if not cell.text:
        wrong.append("this idiom has no code")
    if not cell.title:
        wrong.append("an idiom begins with '# %%' and a few words of what it does")
    if len(lines) > LINES:
        wrong.append(f"an idiom has at most {LINES} lines, and this one has {len(lines)}")
    if len(cell.title) > WIDTH or any(len(line) > WIDTH for line in lines):
        wrong.append(f"a line of an idiom has at most {WIDTH} characters, and so have its words")
    return wrong

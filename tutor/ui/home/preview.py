"""What a lesson gives, beside or below the list of lessons."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.text import Text
from textual.strip import Strip
from textual.widgets import Static

from tutor.charts.drawing import Marks, Size
from tutor.ui.home.overview import LessonEntry
from tutor.views.plain import plain

if TYPE_CHECKING:
    from tutor.learner.runs import LossCurve


class Preview(Static):
    """Title, summary, last run, goals, and how much there is to do; of a broken lesson, what is wrong with it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"preview--{name}" for name in ("title", "quiet", "label", "trouble", "curve", "reached")
    }
    DEFAULT_CSS = """
    Preview .preview--title { color: $accent; text-style: bold; }
    Preview .preview--quiet { color: $text-muted; }
    Preview .preview--label { text-style: bold; }
    Preview .preview--curve { color: $accent; }
    Preview .preview--reached { color: $success; text-style: bold; }
    Preview .preview--trouble { color: $error; }
    """

    def __init__(self, marks: Marks) -> None:
        super().__init__(markup=False)
        self._marks = marks
        self._entry: LessonEntry | None = None
        self._nothing = ""

    def show(self, entry: LessonEntry | None, nothing: str = "") -> None:
        """Show this lesson; without one, `nothing`."""
        self._entry, self._nothing = entry, nothing
        self.redraw()

    def redraw(self) -> None:
        """Draw again, in the present colors and width."""
        self.update(self._text(self._entry) if self._entry else Text(self._nothing, self._ink("quiet")))

    def render_line(self, y: int) -> Strip:
        """A line; the last one that there is room for says where more would follow."""
        strip, (width, height) = super().render_line(y), self.content_size
        if y + 1 < height or self.get_content_height(self.size, self.size, width) <= height:
            return strip
        kept = strip.text[: max(0, width - 2)].rstrip()
        return Strip.join([strip.crop(0, cell_len(kept)), Strip([Segment(" …")])]).extend_cell_length(width)

    def _text(self, entry: LessonEntry) -> Text:
        lesson = entry.lesson
        title = Text(plain(lesson.title), self._ink("title"))
        if entry.progress == "broken":
            found = [f"✗ {plain(str(problem))}" for problem in lesson.problems[:5]]
            advice = "The rest of the course works."
            return Text("\n\n").join([title, Text("This lesson cannot be read."),
                                      Text("\n".join(found), self._ink("trouble")), Text(advice)])  # fmt: skip
        paragraphs = [Text("\n").join([title, Text(plain(lesson.summary))])]
        if lesson.milestone:
            paragraphs.append(self._milestone(entry))
        if entry.curve is not None and not self.has_class("-short"):
            paragraphs.append(self._last_run(entry.curve))
        if lesson.goals:
            head = Text("You will be able to: ", self._ink("label"))
            paragraphs.append(Text.assemble(head, " · ".join(map(plain, lesson.goals))))
        paragraphs.append(Text(counts(entry), self._ink("quiet")))
        if entry.progress == "begun" and not lesson.milestone:
            paragraphs.append(Text(f"◐ missing: {entry.missing.words}. m goes there."))
        paragraphs += [Text(f"✗ {plain(str(problem))}", self._ink("trouble")) for problem in lesson.problems[:3]]
        gap = "\n" if self.has_class("-short") else "\n\n"
        return Text(gap).join(paragraphs)

    def _milestone(self, entry: LessonEntry) -> Text:
        """What it came to, and when; or that it is to come."""
        reached = entry.reached
        if reached is None:
            return Text(f"{entry.mark} Not reached yet. enter opens it, and running its program reaches it.")
        head = Text(f"{entry.mark} Reached on {reached.day}", self._ink("reached"))
        return Text.assemble(head, plain(f"{reached.settings}: {reached.result}"))

    def _last_run(self, curve: LossCurve) -> Text:
        """The last run's loss, small."""
        from tutor.charts.gradations import small_curve

        loss = [math.nan if value is None else value for value in curve.loss]
        width = max(10, min(36, self.content_size.width or 36))
        rows = small_curve(Size(width, 4), loss, self._marks).text().split("\n")
        head = Text(": ".join(filter(None, ["your last run", plain(curve.label)])), self._ink("quiet"))
        return Text("\n").join([head, *(Text(row, self._ink("curve")) for row in rows)])

    def _ink(self, name: str) -> str:
        return str(self.get_component_rich_style(f"preview--{name}", partial=True))


def counts(entry: LessonEntry) -> str:
    """'11 screens · 2 of 4 exercises · about 12 min left'."""
    lesson = entry.lesson
    screens = len(lesson.screens)
    parts = [f"{screens} screen{'' if screens == 1 else 's'}"]
    if lesson.milestone:
        parts.insert(0, f"milestone of {plain(entry.part)}")
    if lesson.exercises:
        parts.append(f"{entry.solved} of {len(lesson.exercises)} exercises")
    if entry.progress == "done":
        parts.append("reached" if lesson.milestone else "done")
    elif entry.progress == "begun":
        parts += [f"about {entry.minutes_left} min left"] if entry.minutes_left else []
    elif lesson.minutes:
        parts.append(f"about {lesson.minutes} min")
    return " · ".join(parts)

"""What the checks said: the verdict, each check by its name in words, and the first failing one explained."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Region

from tutor.kernel.protocol.checks import Checked, Outcome
from tutor.ui.exercise import words
from tutor.ui.exercise.signed_rows import Row, SignedRows
from tutor.ui.widgets.presence import Present
from tutor.views.plain import plain
from tutor.views.printed import settled

OUTPUT_LINES = 12
"""Of what the learner's code printed, as many lines are shown: the last."""
MESSAGE_LINES = 12
"""Of a message, as many lines are shown: the first."""
MESSAGE_SIZE = 700
"""Of a message, as many characters."""
_INKS = {"right": "right", "unfinished": "unfinished"}
_SIGNS = {"passed": "✓", "failed": "✗", "error": "✗", "not reached": "·"}


@dataclass(frozen=True)
class VerdictContent:
    """What the panel shows."""

    checked: Checked | None = None
    """The last verdict."""
    earlier: bool = False
    """Whether it is on another text than the one that now stands in the editor."""
    running: bool = False
    waiting: bool = False
    """Whether the check waits for torch to start."""
    problem: str = ""
    """Why the last check came to no verdict."""
    before: str = ""
    """What is said before there is any verdict."""
    after: str = ""
    """What is said above the checks of a right answer."""


class VerdictPanel(Present, VerticalScroll, can_focus=False):
    """The panel. The border's title says the verdict in a word."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"verdict--{name}" for name in ("right", "wrong", "unfinished", "quiet", "name")
    }
    DEFAULT_CSS = """
    VerdictPanel { height: auto; scrollbar-size-vertical: 1; }
    VerdictPanel .verdict--right { color: $success; }
    VerdictPanel .verdict--wrong { color: $error; }
    VerdictPanel .verdict--unfinished { color: $warning; }
    VerdictPanel .verdict--name { text-style: bold; }
    VerdictPanel .verdict--quiet { color: $text-muted; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._body = SignedRows()
        self._look = VerdictContent()

    def compose(self) -> ComposeResult:
        """The text."""
        yield self._body

    @property
    def text(self) -> str:
        """What the panel says, without its colors."""
        return _joined(self._rows(self._look))

    @property
    def whole(self) -> str:
        """What it says with all that it leaves out."""
        return _joined(self._rows(self._look, whole=True))

    def show(self, look: VerdictContent) -> None:
        """Show this in place of what stood there."""
        if look != self._look or self.border_title is None:
            judged_anew = look.checked is not self._look.checked
            self._look = look
            self.border_title = self._title(look)
            self._color_title()
            if judged_anew:  # the verdict is drawn first, in a word: what the checks said has to be laid out
                self.call_after_refresh(self._explain)
            else:
                self._body.show(self._rows(look))

    def on_mount(self) -> None:
        """Follow changes of the theme."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self.restyle())

    def on_unmount(self) -> None:
        """Follow no more, for the signal would keep this for as long as the tutor runs."""
        self.app.theme_changed_signal.unsubscribe(self)

    def restyle(self) -> None:
        """Draw again, in the present colors."""
        self._body.show(self._rows(self._look))
        self._color_title()

    def _color_title(self) -> None:
        """Color the verdict: by itself and not by a class, for which all of the panel would be styled anew."""
        ink = self._title_ink(self._look)
        with suppress(KeyError):  # as in `_ink`
            self.styles.border_title_color = self.get_component_styles(f"verdict--{ink}").color if ink else None

    def _explain(self) -> None:
        """Show what the checks said, the first failing one in sight."""
        self._body.show(self._rows(self._look))
        self.call_after_refresh(self._reveal)

    def _reveal(self) -> None:
        """Scroll so far that the first failing check is seen whole, or else from its beginning."""
        rows = list(self._rows(self._look))
        failing = next((at for at, row in enumerate(rows) if row.sign.plain == "✗"), None)
        if failing is None:
            self.scroll_home(animate=False)
            return
        heights = self._body.heights(self._body.content_size.width)[: failing + 2]
        top, height = sum(heights[:failing]), sum(heights[failing:])
        self.scroll_to_region(Region(0, top, 1, height), animate=False, top=height > self.size.height)

    def _title(self, look: VerdictContent) -> str:
        if look.running:
            return "checks · waiting for torch" if look.waiting else "checks · checking… esc cancels"
        if look.problem:
            return "checks · no verdict"
        if look.checked is None:
            return "checks"
        said = words.verdict_title(look.checked.verdict, look.checked.seconds)
        return f"checks · for an earlier text · {said}" if look.earlier else f"checks · {said}"

    def _title_ink(self, look: VerdictContent) -> str:
        if look.checked is None or look.earlier or look.checked.verdict == "unfinished":
            return ""
        return "right" if look.checked.verdict == "right" else "wrong"

    def _rows(self, look: VerdictContent, *, whole: bool = False) -> Iterator[Row]:
        if look.waiting:
            yield Row(Text(), Text("Torch is still starting. The check runs as soon as it is there."))
        if look.problem:
            yield Row(Text(), Text(plain(look.problem)))
        elif look.checked is not None:
            quiet = self._ink("quiet")
            if look.checked.verdict == "right" and look.after and not look.earlier:
                yield Row(Text(), Text(look.after, quiet))
            for row in self._verdict(look.checked, whole):
                yield Row(Text(row.sign.plain, quiet), Text(row.text.plain, quiet)) if look.earlier else row
        elif not look.waiting:
            yield Row(Text(), Text(look.before))

    def _verdict(self, checked: Checked, whole: bool) -> Iterator[Row]:
        shown = str if whole else shortened
        at = first_failing(checked)
        if at is None or checked.verdict in ("unfinished", "timeout", "killed"):
            sign = Text(words.SIGNS[checked.verdict], self._ink(_INKS.get(checked.verdict, "wrong")))
            message = shown(said(checked.message, checked.line if at is None else None))
            if checked.verdict != "right" or not checked.checks:
                yield Row(sign, Text(message or words.VERDICTS[checked.verdict]))
        for number, outcome in enumerate(checked.checks):
            yield self._outcome(outcome, bold=number == at)
            if number == at:
                yield Row(Text(), Text(shown(said(outcome.message, outcome.line or checked.line))))
        if checked.output.strip():
            lines = settled(checked.output).rstrip().split("\n")
            left = 0 if whole else len(lines) - OUTPUT_LINES
            left_out = [f"… {left} line{'s' * (left != 1)} before these; o shows all"] if left > 0 else []
            printed = "\n".join(["Your code printed:", *left_out, *lines[max(0, left) :]])
            yield Row(Text(), Text(printed, self._ink("quiet")))

    def _outcome(self, outcome: Outcome, *, bold: bool) -> Row:
        ink = {"passed": "right", "not reached": "quiet"}.get(outcome.outcome, "wrong")
        text = Text(plain(outcome.name), self._ink("name") if bold else "")
        if outcome.outcome == "not reached":
            text.append("   not reached")
            text.stylize(self._ink("quiet"))
        return Row(Text(_SIGNS[outcome.outcome], self._ink(ink)), text)

    def _ink(self, name: str) -> str:
        try:
            return str(self.get_component_rich_style(f"verdict--{name}", partial=True))
        except KeyError:  # the screen is being closed, and the styles go first
            return ""


def first_failing(checked: Checked) -> int | None:
    """The place of the check that is explained under its own name: the first that failed; None where none did."""
    failed = (at for at, one in enumerate(checked.checks) if one.failing and one.message)
    return next(failed, None)


def failed_name(checked: Checked) -> str:
    """The name of the check that is explained; '' where there is none."""
    at = first_failing(checked)
    return "" if at is None else checked.checks[at].name


def shortened(message: str) -> str:
    """A message that leaves room for other things; of a long one the beginning, with how much more there is."""
    short = "\n".join(message.split("\n")[:MESSAGE_LINES])[:MESSAGE_SIZE]
    left = len(message) - len(short)
    return f"{short} … {left:,} more characters; o shows all" if left else message


def _joined(rows: Iterable[Row]) -> str:
    return "\n".join(f"{row.sign.plain} {row.text.plain}".strip() for row in rows)


def said(message: str, line: int | None) -> str:
    """The message, with the line that it points at where it does not name it itself."""
    text = plain(message).strip()
    named = re.search(rf"\blines? (?:\d+, )*{line}\b", text.casefold()) is not None
    return f"{text} (line {line})" if line and text and not named else text

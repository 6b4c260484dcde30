"""Curves out of what a program prints: the `name value` pairs of its lines, and the steps that they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

_CODE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_FLOAT = r"[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?|[-+]?(?:nan|inf)\b"
_NUMBER = re.compile(
    rf"(?<![\w.])(?:{_FLOAT})(?P<unit>%|\s?(?:ms|sec(?:onds?)?|s|min|it/s|s/it|h|MB|GB)\b(?!\s*[:=]))?", re.IGNORECASE
)
_WRAPPED = re.compile(r"\b(?:tensor|array|(?:np|numpy)\.float\d*)\(\[?|,?\s*grad_fn=<\w*>|,?\s*device='[^']*'")
_SHARE = re.compile(r"(?<!\[)(?<![\[\d\s]\s)(?<!\d)\d+\s*/\s*\d+\s*\((\d+(?:\.\d+)?\s*%)\)")
_STEP = re.compile(
    r"\b(?P<word>global[_ ]step|step|iter(?:ation)?|update|batch|episode|epoch)s?\b['\"]?\s*(?:t\s*)?[:=#\[(]*\s*"
    r"(?P<at>\d+(?:\.\d+)?)(?:\s*(?:/|of)\s*\d+)?\s*[\])]?",
    re.IGNORECASE,
)
_PLACES = (
    re.compile(r"\[\s*(?P<at>\d+)\s*/\s*\d+(?:\s*\([^)]*\))?\s*\]"),  # [  640/60000 (1%)]
    re.compile(r"\[\s*\d+\s*,\s*(?P<at>\d+)\s*\]"),  # [epoch, batch]
    re.compile(r"\d+%\|[^|]*\|\s*(?P<at>\d+)/\d+\s*\["),  # a progress bar
    re.compile(r"(?P<at>\d+)\s*/\s*\d+\s+batches"),
    re.compile(r"^\s*(?P<at>\d+)\s*/\s*\d+(?=\s|:|$)"),
)
_LONE = re.compile(
    r"^\s*(?:(?P<at>\d+)(?:\s*/\s*\d+)?\s*[:,|]?\s+)?(?P<value>[-+]?\d*\.\d+(?:e[-+]?\d+)?|nan)\D*$", re.IGNORECASE
)
"""A number alone, or behind that of its step."""
_BREAK = re.compile(r"[,;|\t(){}\[\]<>]|\s-+\s|\s{3,}")
_NAME = re.compile(r"(?P<words>[A-Za-z_][\w./\- ]*?)['\"]?\s*(?P<sign>[:=])?\s*$")
_METRIC = re.compile(
    r"loss|acc|err|perplexity|ppl|mse|mae|rmse|reward|score|\blr\b|rate|auc|f1|bleu|nll|elbo|grad|norm|entropy|\biou\b",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"time|elapsed|\beta\b|\bms\b|sec|/s\b|it/s|examples|v_num|took|seed|percent complete|^of$"
    r"|\.(?:py|c|cc|cpp|cu|h)$",
    re.IGNORECASE,
)
"""Of names that are no values: times, counts, and files, behind which the numbers of lines stand."""
_RANK = ("epoch", "episode", "batch", "iter", "iteration", "update", "step", "global step", "global_step")

Row = tuple[float, dict[str, float]]
"""A step, and what was said of it."""


class ReadLine(msgspec.Struct, frozen=True):
    """What a line says."""

    step: float | None
    values: dict[str, float]


def read(line: str) -> ReadLine:
    """The numbers of a line by their names, in lower case, and its step, where it says one.

    A number that has no name is called 'value' where it is alone. Times, and counts of what is done, are no values.

    >>> read("Epoch 3 | loss 0.53 acc 81%")
    ReadLine(step=3.0, values={'loss': 0.53, 'acc': 81.0})
    """
    text = _WRAPPED.sub("", _SHARE.sub(r"\1", _CODE.sub("", line)))
    named: list[tuple[int, float]] = []

    def taken(match: re.Match[str]) -> str:
        named.append((_RANK.index(match["word"].lower()), float(match["at"])))
        return " " if match.start() else "|"

    lone = _LONE.match(text)
    text = _STEP.sub(taken, text)
    step = max(named)[1] if named else None  # the finest that is named
    for place in _PLACES:
        if (found := place.search(text)) is not None:
            step = float(found["at"])
            text = f"{text[: found.start()]} | {text[found.end() :]}"
            break
    values = dict(_pairs(text))
    if not values and lone is not None:
        return ReadLine(float(lone["at"]) if lone["at"] else step, {"value": float(lone["value"])})
    return ReadLine(step, values)


def _pairs(text: str) -> Iterator[tuple[str, float]]:
    """The names and numbers of a text whose steps are taken out."""
    at = 0
    for number in _NUMBER.finditer(text):
        piece = _BREAK.split(text[at : number.start()])[-1]
        at = number.end()
        unit = (number["unit"] or "").strip()
        found = _NAME.search(piece)
        if found is None or unit not in ("", "%"):
            continue
        words = found["words"].split()
        if not found["sign"] and len(words) > 1:
            words = words[-2:] if _METRIC.search(" ".join(words[-2:])) else []
        name = re.sub(r"\s+(?:at|after|for|in|of|on|is)$", "", " ".join(words[-3:]).lower())
        if name and not _TIMES.search(name):
            yield name, float(number[0].removesuffix(number["unit"] or ""))


class Readings:
    """The curves of a text that comes bit by bit.

    A name counts once it has come a second time: what is said once is no curve. Steps that begin anew, as in each
    epoch, go on where the last ones ended; lines without a step are numbered, those of different names together.
    """

    def __init__(self) -> None:
        self._rest: dict[str, str] = {}
        self._once: dict[str, tuple[float, float]] = {}
        self._seen: set[str] = set()
        self._now: set[str] = set()
        """The names that have come at the present step."""
        self._x = -1.0
        self._offset = 0.0

    def anew(self) -> Readings:
        """A reader of the curves of another text."""
        return Readings()

    def feed(self, text: str, stream: str = "stdout") -> list[Row]:
        """Take text; the rows that are whole by now. A line that is overwritten counts as one."""
        *lines, self._rest[stream] = re.split(r"[\r\n]+", self._rest.get(stream, "") + text)
        return [row for line in lines if line.strip() for row in self._take(read(line))]

    def _take(self, line: ReadLine) -> Iterator[Row]:
        if not line.values:
            return
        before = self._x
        if line.step is not None:
            if line.step + self._offset < self._x or (
                line.step + self._offset == self._x and self._now & line.values.keys()
            ):
                self._offset = self._x + (line.step == 0)
            self._x = line.step + self._offset
        elif self._x < 0 or self._now & line.values.keys():
            self._x += 1
        if self._x != before:
            self._now = set()
        self._now |= line.values.keys()
        counted: dict[str, float] = {}
        for name, value in line.values.items():
            if name in self._seen:
                counted[name] = value
            elif name in self._once:
                self._seen.add(name)
                x, first = self._once.pop(name)
                yield x, {name: first}
                counted[name] = value
            else:
                self._once[name] = (self._x, value)
        if counted:
            yield self._x, counted


def readable(lines: list[str]) -> bool:
    """Whether there is a curve in these lines: a number that changed, or came more than twice."""
    found: dict[str, list[float]] = {}
    for _, row in Readings().feed("\n".join([*lines, ""])):
        for name, value in row.items():
            found.setdefault(name, []).append(value)
    return any(len(values) > 2 or len({*values}) > 1 for values in found.values())

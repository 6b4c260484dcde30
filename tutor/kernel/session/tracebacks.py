"""Exceptions as the learner should see them: their own lines, the last one marked, and what it means."""

from __future__ import annotations

import linecache
import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import TracebackType

from tutor.kernel.protocol.events import Failure, Frame
from tutor.kernel.session.explanations import explain
from tutor.live.group.ends import in_words
from tutor.views.values.make import shortened

_FRAMES = 20
_MESSAGE = 2_000
_MOST = 8
"""No more exceptions than this are told of: causes, contexts, and the members of groups."""
_ELSEWHERE = re.compile(r'^\s*File "(?P<file>[^"\n]+)", line (?P<line>\d+), in (?P<function>.+)$', re.MULTILINE)
"""A frame of a traceback that another process wrote as text."""


def failure(error: BaseException, files: Mapping[str, int]) -> Failure:
    """What to say of an exception. `files` gives the cell's number for each file name of the learner's own.

    Where others led to it, or are gathered in it, each is told in a line of its own. The innermost one that went
    through the learner's lines comes first: its line is marked, and it is what is explained.
    """
    told = _told(error, files, [])
    first = next((one for one in told if one.frames), told[-1])
    at = told.index(first)
    inner = "in it" if isinstance(first.error, BaseExceptionGroup) else "because of"
    said = [
        _message(first.error),
        *(f"{one.relation} {_message(one.error)}{_where(one.frames)}" for one in told[at + 1 :]),
        *(f"{inner} {_message(one.error)}" for one in told[:at]),
    ]
    explained = [explain(one.error) for one in (first, *told)]
    line = first.frames[-1].line if first.frames else None
    return Failure(
        shortened("\n".join(said), _MESSAGE), type(first.error).__name__, line, first.frames,
        next(filter(None, explained), ""),
    )  # fmt: skip


def message_of(error: BaseException) -> str:
    """The type and the message of an exception as Python prints them, then its notes, one a line."""
    return shortened(_message(error), _MESSAGE)


def learner_frames(trace: TracebackType | None, files: Mapping[str, int]) -> tuple[Frame, ...]:
    """The frames that lie in cells, outermost first; the middle of a deep recursion is left out."""
    frames: list[Frame] = []
    for frame, line in traceback.walk_tb(trace):
        code = frame.f_code
        if code.co_filename in files:
            text = linecache.getline(code.co_filename, line).strip()
            function = "" if code.co_name == "<module>" else code.co_name
            frames.append(Frame(files[code.co_filename], line, function, text))
    if len(frames) > _FRAMES:
        frames = frames[: _FRAMES // 4] + frames[-(_FRAMES - _FRAMES // 4) :]
    return tuple(frames)


@dataclass(frozen=True, eq=False)
class _Told:
    """An exception, and what it is to those told of before it."""

    error: BaseException
    relation: str
    frames: tuple[Frame, ...]


def _told(error: BaseException, files: Mapping[str, int], seen: list[BaseException]) -> list[_Told]:
    """The exception with those that led to it and those gathered in it, the innermost first, each once."""
    if len(seen) >= _MOST or any(error is one for one in seen):
        return []
    seen.append(error)
    inner: list[_Told] = []
    relation = ""
    if (before := _before(error, files)) is not None:
        inner = _told(before, files, seen)
        relation = "which led to" if error.__cause__ is not None else "and, while that was handled,"
    if isinstance(error, BaseExceptionGroup):
        for member in error.exceptions:
            part = _told(member, files, seen)
            if inner and part:
                part[0] = replace(part[0], relation="and beside it")
            inner += part
        relation = "gathered in"
    return [*inner, _Told(error, relation, _frames(error, files))]


def _before(error: BaseException, files: Mapping[str, int]) -> BaseException | None:
    """What an exception was raised from or, where the learner's lines met that, while it was handled."""
    if error.__cause__ is not None:
        return None if _is_text(error.__cause__) else error.__cause__
    context = None if error.__suppress_context__ else error.__context__
    return context if context is not None and _frames(context, files) else None


def _is_text(error: BaseException) -> bool:
    """Whether it only carries the traceback of another process, as pools and executors raise it."""
    return type(error).__name__ in ("RemoteTraceback", "_RemoteTraceback")


def _frames(error: BaseException, files: Mapping[str, int]) -> tuple[Frame, ...]:
    """The learner's lines that an exception went through: here, and in a worker process that it came from."""
    frames = learner_frames(error.__traceback__, files)
    if isinstance(error, SyntaxError) and error.filename and error.filename in files and error.lineno is not None:
        source = linecache.getline(error.filename, error.lineno).strip()
        frames = (*frames, Frame(files[error.filename], error.lineno, "", source))
    text = str(error.__cause__) if error.__cause__ is not None and _is_text(error.__cause__) else _reported(error)
    for match in _ELSEWHERE.finditer(text):
        if (file := match["file"]) in files:
            line, function = int(match["line"]), match["function"]
            there = Frame(files[file], line, "" if function == "<module>" else function,
                          linecache.getline(file, line).strip())  # fmt: skip
            frames = (*frames, there)
    return frames


def _reported(error: BaseException) -> str:
    """The traceback that a process wrote into the message of what is raised here: a worker of a DataLoader, or what
    torch.multiprocessing.spawn has started; '' else."""
    text = _said(error).strip()
    return (
        text if re.match(r"Caught \w+ in \w+ worker process|-- Process \d+ terminated with the following", text) else ""
    )


def _said(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # the learner's own code
        return ""


def _message(error: BaseException) -> str:
    """The type and the message, then the notes, one a line."""
    if text := _reported(error):
        return f"{text.rstrip().rpartition(chr(10))[2]}\n{text.partition(chr(10))[0]}"
    if isinstance(error, SyntaxError):
        notes = [note for note in getattr(error, "__notes__", ()) if isinstance(note, str)]
        return "\n".join([f"{type(error).__name__}: {error.msg}", *notes])
    return in_words(error)


def _where(frames: tuple[Frame, ...]) -> str:
    return f" (cell {frames[-1].cell}, line {frames[-1].line})" if frames else ""

"""Exceptions as the learner should see them: their own lines, the last one marked, and what it means."""

from __future__ import annotations

import linecache
import traceback
from types import TracebackType

from tutor.kernel.explanations import explain
from tutor.kernel.protocol import Failure, Frame
from tutor.kernel.views import shortened

_FRAMES = 20
_MESSAGE = 2_000


def failure(error: BaseException, files: dict[str, int]) -> Failure:
    """What to say of an exception. `files` gives the cell's number for each file name of the learner's own."""
    frames = learner_frames(error.__traceback__, files)
    line = frames[-1].line if frames else None
    if isinstance(error, SyntaxError) and error.filename in files and error.lineno is not None:
        line = error.lineno
        source = linecache.getline(error.filename, error.lineno).strip()
        frames = (*frames, Frame(files[error.filename], error.lineno, "", source))
    return Failure(message_of(error), type(error).__name__, line, frames, explain(error))


def message_of(error: BaseException) -> str:
    """The last line of the traceback, as Python prints it."""
    if isinstance(error, SyntaxError):
        return shortened(f"{type(error).__name__}: {error.msg}", _MESSAGE)
    return shortened(traceback.format_exception_only(error)[-1].strip(), _MESSAGE)


def learner_frames(trace: TracebackType | None, files: dict[str, int]) -> tuple[Frame, ...]:
    """The frames that lie in cells, outermost first; the middle of a deep recursion is left out."""
    frames: list[Frame] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename in files:
            text = linecache.getline(code.co_filename, trace.tb_lineno).strip()
            function = "" if code.co_name == "<module>" else code.co_name
            frames.append(Frame(files[code.co_filename], trace.tb_lineno, function, text))
        trace = trace.tb_next
    if len(frames) > _FRAMES:
        frames = frames[: _FRAMES // 4] + frames[-(_FRAMES - _FRAMES // 4) :]
    return tuple(frames)

"""What goes wrong in a DataLoader: in the data set, in the collate function, in a worker, or that it never ends."""

from __future__ import annotations

import ast
import dis
import linecache
import re
import sys
from collections.abc import Iterator
from traceback import walk_tb
from types import FrameType, FunctionType
from typing import Any

_FILES = re.compile(r"[/\\]torch[/\\]utils[/\\]data[/\\]")
_FETCHES = re.compile(r"[/\\]torch[/\\]utils[/\\]data[/\\]_utils[/\\]fetch\.py")
_COLLATES = re.compile(r"[/\\]torch[/\\]utils[/\\]data[/\\]_utils[/\\]collate\.py")
_ENDLESS = 1_000_000
"""So many batches are not what somebody means who stops a cell."""


def loading(error: BaseException, text: str) -> str:
    """What the error says of a loader that it came through; '' where it came through none."""
    if isinstance(error, KeyboardInterrupt):
        return _stopped(error)
    if found := re.search(r"DataLoader worker .* (?:exited unexpectedly|is killed by signal)", text):
        return _ended(error, found.string)
    if "DataLoader timed out after" in text:
        return (
            "No worker gave a batch in the time that timeout= allows. With num_workers=0 the same is done in this "
            "process, where one sees at which line it waits."
        )
    if re.search(r"NoneType", text) and isinstance(error, TypeError | AttributeError):
        return _nothing(error, text)
    frames = list(_frames(error))
    if not _FILES.search(text) and not any(_FILES.search(one.f_code.co_filename) for one in frames):
        return ""
    return _length(error, text, frames) or _shapes(text)


def _length(error: BaseException, text: str, frames: list[FrameType]) -> str:
    """A data set without a length, or with one that is not so."""
    if re.search(r"object of type '\w+' has no len\(\)", text):
        return (
            "A loader asks a data set how many items it has. Give its class a method __len__(self) that returns the "
            "number; what has no length is an IterableDataset."
        )
    if re.search(r"__len__\(\) should return >= 0|cannot be interpreted as an integer", text):
        return "__len__ of a data set returns the number of its items: a whole number, 0 or more."
    if "num_samples should be a positive integer" in text:
        return (
            "There is nothing to draw from: the length of the data set is 0. Look at what should have filled it; a "
            "folder may be another one than was meant."
        )
    fetched = [one for one in frames if _FETCHES.search(one.f_code.co_filename)]
    if not isinstance(error, IndexError | KeyError) or not (fetched or _FETCHES.search(text)):
        return ""
    said = _said_length(fetched[-1].f_locals["self"].dataset) if fetched else None
    so_many = "" if said is None else f", which is {said:,}"
    return (
        f"The loader asks for each index below len(dataset){so_many}, and at one of them __getitem__ found nothing. "
        "Let __len__ return the number of items that there are. If it does, something else in __getitem__ is looked "
        "up where it has no entry."
    )


def _said_length(data: Any) -> int | None:
    """What a data set says is its length; None where it does not say."""
    try:
        return len(data)
    except Exception:  # the learner's own __len__, or there is none
        return None


def _shapes(text: str) -> str:
    """Items that do not make one batch."""
    if "stack expects each tensor to be equal size" in text:
        return (
            "A batch is a stack of items of one shape, and these differ. Give the loader a collate_fn that makes them "
            "equal (torch.nn.utils.rnn.pad_sequence), or one that returns a list."
        )
    if re.search(r"default_collate: batch must contain .* found <class 'NoneType'>|infer dtype of NoneType", text):
        return "The data set gives None for an item: its __getitem__ ends without a return, or an entry is None."
    if "default_collate: batch must contain" in text:
        return (
            "A loader can stack tensors, arrays, numbers and texts, and tuples, lists and dicts of them. Return one of "
            "these from __getitem__, or give the loader a collate_fn of your own."
        )
    return ""


def _ended(error: BaseException, text: str) -> str:
    """A worker that is gone."""
    causes = [text, *(str(one) for one in (error.__cause__, error.__context__) if one is not None)]
    killed = next((one[1] for text in causes if (one := re.search(r"is killed by signal: ([\w ]+)", text))), "")
    if "Killed" in killed:
        return (
            "A worker process was killed from outside, most often because memory ran out: each worker has batches of "
            "its own. Try fewer workers, smaller batches or a smaller prefetch_factor."
        )
    if killed:
        return (
            f"Compiled code in a worker process failed ({killed.strip()}), so it ended at once. With num_workers=0 the "
            "same is done in this process; look at what __getitem__ calls."
        )
    return (
        "A worker process ended before it had an answer; what it wrote last stands above. With num_workers=0 the "
        "same is done in this process, and an error has its line."
    )


# ------------------------------------------------------------------------------------------------- a batch of nothing


def _nothing(error: BaseException, text: str) -> str:
    """None where a batch should be: the collate function of a loader that is used here returns nothing."""
    frames = list(_frames(error))
    if not frames or any(_COLLATES.search(one.f_code.co_filename) for one in frames) or _COLLATES.search(text):
        return ""
    names = {**frames[-1].f_globals, **frames[-1].f_locals}
    called = re.findall(r"collate_fn\s*=\s*(\w+)", "".join(linecache.getlines(frames[-1].f_code.co_filename)))
    given = [names.get(name) for name in called]
    given += [one.collate_fn for one in list(names.values()) if _is_loader(one)]
    for function in given:
        if isinstance(function, FunctionType) and _returns_nothing(function):
            return (
                f"The batch is None: the collate function {function.__name__} ends without a return. What it returns "
                "is the batch."
            )
    return ""


def _returns_nothing(function: FunctionType) -> bool:
    """Whether a function has no way to return anything but None, nor yields."""
    code = list(dis.get_instructions(function))
    for before, one in zip([None, *code], code, strict=False):
        if one.opname in ("RETURN_GENERATOR", "YIELD_VALUE"):
            return False
        returned = one if one.opname == "RETURN_CONST" else before if one.opname == "RETURN_VALUE" else None
        if returned is not None and not ("CONST" in returned.opname and returned.argval is None):
            return False
    return True


def _is_loader(value: object) -> bool:
    library = sys.modules.get("torch.utils.data")
    return library is not None and isinstance(value, library.DataLoader)


# ------------------------------------------------------------------------------------------- a loader that goes on


def _stopped(error: BaseException) -> str:
    """What a cell that was stopped was doing with a loader, if that would not have ended."""
    if "torch.utils.data.dataloader" not in sys.modules:
        return ""
    from tutor.compat import torch_loading

    frames = list(_frames(error))
    if any(one.f_code.co_name == "_try_get_data" and _FILES.search(one.f_code.co_filename) for one in frames):
        return (
            "It was waiting for a worker process to give a batch. If that takes for ever, num_workers=0 does the same "
            "in this process, where the line is marked; timeout=60 makes the loader raise an error instead."
        )
    selves = [one.f_locals.get("self") for one in frames if _FILES.search(one.f_code.co_filename)]
    for running in selves:
        if isinstance(running, torch_loading.RUNNING):
            count = torch_loading.given(running)
            return _endless(running, f"A loader had given {count:,} batch{'' if count == 1 else 'es'}. ")
    for loader in _looped_over(error):
        if said := _endless(loader, ""):
            return said
    return ""


def _endless(loader: Any, given: str) -> str:
    """Why a loader, or what goes through one, goes on; '' where it would end."""
    from tutor.compat import torch_loading

    if torch_loading.reads_a_stream(loader):
        return (
            f"{given}A loader over an IterableDataset ends when its __iter__ does, and 'while True' there never does. "
            "itertools.islice(loader, 100) takes the first hundred batches."
        )
    length = _said_length(torch_loading.sampler_of_batches(loader))
    if length is not None and length <= _ENDLESS:
        return ""
    many = "the loader's sampler does not say how many it has" if length is None else f"the loader has {length:,}"
    return f"{given}Of batches, {many}. Look at what the data set, or the sampler, says in __len__."


def _looped_over(error: BaseException) -> Iterator[Any]:
    """The loaders that have a name and stand in a 'for' around a line that the error went through, innermost first."""
    for frame, line in reversed(list(walk_tb(error.__traceback__))):
        names = {**frame.f_globals, **frame.f_locals}
        for loop in _loops(frame):
            if loop.lineno <= line <= (loop.end_lineno or line):
                used = [names.get(node.id) for node in ast.walk(loop.iter) if isinstance(node, ast.Name)]
                yield from (one for one in used if _is_loader(one))


def _loops(frame: FrameType) -> Iterator[ast.For]:
    """The 'for' statements in the cell, or the file, of a frame."""
    try:
        tree = ast.parse("".join(linecache.getlines(frame.f_code.co_filename)))
    except SyntaxError:  # nothing that ran, but what a file became since
        return
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.For))


def _frames(error: BaseException) -> Iterator[FrameType]:
    """The frames of the traceback, outermost first."""
    return (frame for frame, _ in walk_tb(error.__traceback__))

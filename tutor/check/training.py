"""A whole training as an answer: carried out within budgets, measured on data that it did not see, and followed."""

from __future__ import annotations

import inspect
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import CellType, FunctionType, MethodType
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from tutor.check.failure import Mistake, counted, number, of_type
from tutor.check.outputs import gives_logits

_POINTS = 200
"""As many measurements of a training are kept; of more, each second one."""

_process_time = time.process_time
_grad_off, _threads, _set_threads = torch.no_grad, torch.get_num_threads, torch.set_num_threads


@dataclass(frozen=True)
class Goal:
    """What a training has to reach, and what it may use."""

    right: float
    """The share of the new images that must be read right."""
    seconds: float
    """Of the processor's time, so that no other program on the machine takes any of it."""
    parameters: int
    """Numbers that the model may keep, buffers counted."""


@dataclass(frozen=True)
class Trial:
    """What was measured of a training, up to now."""

    goal: Goal
    seconds: tuple[float, ...] = ()
    """When it was measured, in seconds of the processor's time since it began."""
    right: tuple[float, ...] = ()
    """The share of the new images that was read right, each time."""
    parameters: int = 0


class Followers:
    """Who is told of each measurement."""

    def __init__(self) -> None:
        self.tell: Callable[[Trial], object] = lambda _trial: None


FOLLOWERS = Followers()


class TimeUp(BaseException):
    """The budget of seconds is used up. No `except Exception` of an answer catches it."""


class TimedTraining:
    """One call of the learner's `train`, with the clock that counts its seconds.

    The clock counts the processor's time of this process, in one thread of torch: a machine that is busy with other
    things makes it no shorter.
    """

    def __init__(self, goal: Goal, images: Tensor, labels: Tensor) -> None:
        """`images` and `labels` are those to be measured on."""
        self.trial = Trial(goal)
        self._goal, self._images, self._labels = goal, images, labels
        self._used = 0.0
        self._since: float | None = None

    @property
    def used(self) -> float:
        """Seconds of the processor that the training has taken."""
        return self._used + (0.0 if self._since is None else _process_time() - self._since)

    def run(self, train: Callable[..., Any], images: Tensor, labels: Tensor) -> nn.Module:
        """The model that `train` returns, measured. Raises `Mistake` where a budget is exceeded."""

        def look(model: object) -> float:  # not the method, whose object has the new images
            return self.look(model)

        look.__qualname__ = "look"  # as messages name it
        before = _threads()
        _set_threads(1)
        _load_what_trains()
        try:
            with self._running():
                result = train(images, labels, look)
        except TimeUp:
            raise self._too_long("was still training", _threads()) from None
        else:
            if self.used > self._goal.seconds:
                raise self._too_long("ended only then", _threads())
        finally:
            _set_threads(before)
        model = as_model(result, "train returns")
        self._measure(model)
        return model

    def look(self, model: object) -> float:
        """For the learner's program: measure the model, and say how many seconds are left. The clock stands still."""
        self._stop()
        self._measure(as_model(model, "look was called with"))
        left = self._goal.seconds - self.used
        if left <= 0:
            raise TimeUp
        self._start()
        return left

    def _measure(self, model: nn.Module) -> None:
        right = share_right(model, self._images, self._labels)
        seconds, shares = (*self.trial.seconds, self.used), (*self.trial.right, right)
        if len(seconds) > _POINTS:
            seconds, shares = seconds[::2], shares[::2]
        self.trial = Trial(self._goal, seconds, shares, kept_numbers(model))
        FOLLOWERS.tell(self.trial)

    def _too_long(self, what: str, threads: int) -> Mistake:
        goal = self._goal
        last = f" At the last look {self.trial.right[-1]:.1%} of the new images were right." if self.trial.right else ""
        means = "Budgets of time are part of the task. Only the processor's time counts, not waiting for it."
        if threads > 1:
            means = f"torch.set_num_threads made it {threads} threads. Each one's time counts, also while it waits."
        return Mistake(
            f"Your program took its {number(goal.seconds)} seconds of computing and {what}.{last}",
            means,
            "Fewer or cheaper steps do it: fewer epochs, larger batches, fewer channels. "
            "look(model) says how many seconds are left.",
        )

    # ------------------------------------------------------------------------------------------------------ the clock

    @contextmanager
    def _running(self) -> Iterator[None]:
        before = signal.signal(signal.SIGPROF, _time_up)
        self._start()
        try:
            yield
        finally:
            self._stop()
            signal.signal(signal.SIGPROF, before)

    def _start(self) -> None:
        self._since = _process_time()
        # A little later than the budget ends, and again and again, in case that something swallows what is raised.
        signal.setitimer(signal.ITIMER_PROF, max(0.01, self._goal.seconds - self._used + 0.05), 0.5)

    def _stop(self) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        self._used, self._since = self.used, None


def _load_what_trains() -> None:
    """Use once what most trainings use: what torch loads for the first step, seconds in a fresh process, is nobody's
    training."""
    with torch.random.fork_rng(devices=[]):
        model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU(), nn.Flatten(), nn.Linear(2, 2))
        for kind in (torch.optim.SGD, torch.optim.AdamW):
            optimizer = kind(model.parameters(), lr=0.01)
            nn.functional.cross_entropy(model(torch.zeros(2, 1, 3, 3)), torch.tensor([0, 1])).backward()
            optimizer.step()


def _time_up(_signal: int, _frame: object) -> None:
    raise TimeUp


def as_model(model: object, what: str) -> nn.Module:
    """The model, where it is one. Raises `Mistake` saying what it is instead."""
    if isinstance(model, nn.Module):
        return model
    means = ""
    if isinstance(model, type) and issubclass(model, nn.Module):
        seen, means = f"the class {model.__name__} itself", "A model is what a call of the class gives."
    elif model is None:
        seen, means = "None", "A function that ends without a return statement gives None."
    elif isinstance(model, Tensor):
        seen, means = f"a tensor of shape {tuple(model.shape)}", "The judge asks the model itself about new images."
    elif isinstance(model, tuple):
        seen, means = f"a tuple of {counted(len(model), 'thing')}", "Asked for is the model alone."
    else:
        seen = of_type(model)
    raise Mistake(f"{what} {seen}, and it should be an nn.Module.", means)


def kept_numbers(model: nn.Module) -> int:
    """How many numbers a model keeps, each tensor once: parameters, buffers, what its attributes hold of tensors and
    arrays, also in lists and dicts, and what its forward takes from around it."""
    found = {id(one): one.numel() for one in (*model.parameters(), *model.buffers())}
    for module in model.modules():
        _count(vars(module), found)
        forward = vars(module).get("forward", inspect.getattr_static(type(module), "forward", None))
        for one in _from_around(forward):
            _count(one, found)
    return sum(found.values())


def _count(value: object, found: dict[int, int]) -> None:
    if id(value) in found:
        return
    if isinstance(value, Tensor):
        found[id(value)] = value.numel()
    elif isinstance(value, np.ndarray):
        found[id(value)] = value.size
    elif isinstance(value, dict | list | tuple | set):
        found[id(value)] = 0  # seen, in case that it holds itself
        for one in value.values() if isinstance(value, dict) else value:
            _count(one, found)


def _from_around(function: object) -> list[object]:
    """What a function takes from the functions around it and from its module."""
    if isinstance(function, MethodType):  # one that was set on the model
        function = function.__func__
    function = inspect.unwrap(function) if callable(function) else function  # what a decorator has wrapped
    if not isinstance(function, FunctionType):
        return []
    cells = [cell for cell in function.__closure__ or () if cell != CellType()]  # one is empty until its name is set
    names = [name for name in function.__code__.co_names if name in function.__globals__]
    return [*(cell.cell_contents for cell in cells), *(function.__globals__[name] for name in names)]


def share_right(model: nn.Module, images: Tensor, labels: Tensor) -> float:
    """The share of the images that a model reads right, in evaluation mode. It is left as it was.

    Raises `Mistake` where it cannot read them as they are.
    """
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        with _grad_off():
            logits = model(images.clone())
    except (RuntimeError, TypeError, ValueError, IndexError, NotImplementedError) as error:
        words = str(error).partition("\n")[0].rstrip(".")
        given = f"{str(images.dtype).removeprefix('torch.')} of shape {tuple(images.shape)}"
        raise Mistake(
            f"Given new images as they are, {given}, the model stopped with {type(error).__name__}: {words}.",
            "Nobody does anything to images before the model is asked about them: what the training does, such as to "
            "scale or to flatten them, belongs into the model.",
            "Look at what train does to images before the model sees them, and at forward.",
        ) from error
    finally:
        for module, training in modes:
            module.training = training
    gives_logits(logits, len(labels))
    return float((logits.argmax(dim=1) == labels).double().mean())


class FileWatch:
    """Which files are opened meanwhile."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._on = False

    def __enter__(self) -> FileWatch:
        self._on = True
        sys.addaudithook(self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        self._on = False

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._on and event == "open" and isinstance(arguments[0], str | bytes):
            self.names.append(
                arguments[0].decode(errors="replace") if isinstance(arguments[0], bytes) else arguments[0]
            )

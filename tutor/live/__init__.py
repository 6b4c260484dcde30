"""What a lesson may say to the tutor.

A lesson is an ordinary script. Inside the tutor its controls stand on the screen, its reports become curves and its
values become pictures; run alone (`python lesson.py`) the controls have their defaults and the rest is printed, in a
Jupyter notebook displayed. The lesson says *what* there is to see, never how it is drawn.

The arguments of `slider`, `choice` and `quiz` are written as literals: the tutor reads them from the source, so that
a control can be drawn, and checked, before anything runs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Generic, Literal, SupportsFloat, TypeVar, overload

from tutor.course.bounds import choice_problem, slider_problem
from tutor.course.model import QuizAnswer
from tutor.live import notebook as _notebook
from tutor.live.data import digits as digits
from tutor.live.data import file as file
from tutor.live.group.ends import RanksError as RanksError
from tutor.live.group.running import ranks as ranks
from tutor.live.group.running import tried_in_ranks as tried_in_ranks
from tutor.live.lesson_io import LessonIO as LessonIO
from tutor.live.lesson_io import Terminal as Terminal
from tutor.live.lesson_io import as_number as as_number
from tutor.live.lesson_io import enter as enter
from tutor.live.lesson_io import flatten as flatten
from tutor.live.lesson_io import present as present
from tutor.live.models import boundary as boundary
from tutor.live.models import landscape as landscape
from tutor.live.models import network as network
from tutor.live.models import regression as regression
from tutor.live.plots import Comparison as Comparison
from tutor.live.plots import attention as attention
from tutor.live.plots import bars as bars
from tutor.live.plots import compare as compare
from tutor.live.plots import confusion as confusion
from tutor.live.plots import feature_maps as feature_maps
from tutor.live.plots import histogram as histogram
from tutor.live.plots import kernels as kernels
from tutor.live.plots import mistakes as mistakes
from tutor.live.plots import picture as picture
from tutor.live.plots import timeline as timeline
from tutor.live.programs import command as command
from tutor.live.recordings import recorded as recorded
from tutor.live.seeing import backward_walk as backward_walk
from tutor.live.seeing import broadcast as broadcast
from tutor.live.seeing import graph as graph
from tutor.live.seeing import inspect as inspect
from tutor.live.seeing import shapes as shapes

if TYPE_CHECKING:
    from torch import Tensor

T = TypeVar("T", float, int, str)
Number = SupportsFloat
"""A Python number, a NumPy number, or a tensor or array of exactly one element."""
LONGEST_RESULT = 120
"""Characters of what a milestone came to."""

_notebook.begin()


# -------------------------------------------------------------------------------------------------------- controls


class Control(Generic[T]):
    """A value that the learner can change; read `value` each time it is needed, for it may have changed."""

    def __init__(self, name: str, default: T) -> None:
        self.name = name
        self.default: T = default
        present().declare(name, default)

    @property
    def value(self) -> T:
        """The control's present value: the learner's inside the tutor, the default outside."""
        value: T = type(self.default)(present().value(self.name))
        return value

    def __repr__(self) -> str:
        return f"{self.name} = {self.value!r}"


@overload
def slider(
    name: str,
    default: float,
    *,
    low: float,
    high: float,
    scale: Literal["linear", "log"] = "linear",
    presets: Sequence[float] = (),
    label: str = "",
) -> Control[float]: ...
@overload
def slider(
    name: str,
    default: int,
    *,
    low: int,
    high: int,
    whole: Literal[True],
    scale: Literal["linear", "log"] = "linear",
    presets: Sequence[int] = (),
    label: str = "",
) -> Control[int]: ...
def slider(
    name: str,
    default: float,
    *,
    low: float,
    high: float,
    whole: bool = False,
    scale: Literal["linear", "log"] = "linear",
    presets: Sequence[float] = (),
    label: str = "",
) -> Control[float] | Control[int]:
    """A number between `low` and `high`, both allowed.

    `whole` makes it an int. On a `log` scale equal distances are equal factors. `presets` are values on keys of their
    own, in order. `label` is what the screen calls it; by default the name with spaces for underscores. Raises
    ValueError where the default or a preset is out of range, or low is not below high.
    """
    if problem := slider_problem(name, default, low=low, high=high, scale=scale, presets=presets):
        raise ValueError(problem)
    del label  # read from the source by the tutor
    return Control(name, int(default)) if whole else Control(name, float(default))


def choice(name: str, default: str, options: Sequence[str], *, label: str = "") -> Control[str]:
    """One of several words. Raises ValueError where the default is not among the options."""
    if problem := choice_problem(name, default, options):
        raise ValueError(problem)
    del label  # read from the source by the tutor
    return Control(name, default)


def device() -> str:
    """The device chosen for the lesson ('cpu', 'cuda:0', 'mps'); run alone, the first accelerator or the CPU."""
    return present().device()


# --------------------------------------------------------------------------------------------------------- training


def steps(count: int | Control[int]) -> Iterator[int]:
    """The numbers 0 to count − 1 as steps of training.

    Inside the tutor each is handed out when it is due: the learner pauses, single-steps and paces the loop here, and
    a control changed meanwhile has its new value in the next round.
    """
    number = count.value if isinstance(count, Control) else count
    if number < 0:
        raise ValueError(f"steps: {number} is below 0")
    return present().steps(number)


def report(**values: Number | Mapping[str, Number]) -> None:
    """Numbers of the present step, such as `loss=loss, w=model.w, grad_w=model.w.grad`.

    Each is a number or a tensor of one element, as it is now: a later in-place update does not change what was
    reported. One on a GPU is copied there and read later, together with others, so that no step waits for it. A mapping
    reports several of a kind, as in `loss={"0.005": a, "0.03": b}`. NaN and infinities are allowed, and drawn as what
    they are. Raises ValueError where a tensor has more than one element or is None.
    """
    present().report(values)


# ----------------------------------------------------------------------------------------------------------- values


def show(value: object, name: str = "") -> None:
    """A value worth a look: a tensor, an array, a table, anything with a repr."""
    present().show(name, value)


def fit_line(
    x: Tensor,
    y: Tensor,
    *,
    slope: str = "w",
    intercept: str = "b",
    best: tuple[Number, Number] | None = None,
) -> None:
    """The points (x, y), and the line that the reported values named by `slope` and `intercept` make at each step.

    `x` and `y` hold N numbers each, in any shape. `best` is the slope and intercept of a line to compare with.
    """
    from tutor.views.fit.make import fit

    present().view("data", fit(x, y, slope, intercept, _pair(best)))


def surface(
    loss: Callable[[float, float], Number],
    *,
    x: tuple[str, float, float],
    y: tuple[str, float, float],
    best: tuple[Number, Number] | None = None,
    zooms: Sequence[float] = (1, 4, 16),
    points: int = 41,
) -> None:
    """A loss over two parameters, with the path that the reports of these names take on it.

    `x` and `y` are (reported name, low, high); `loss` is called with one value of each, `points` × `points` times for
    every zoom. A zoom of 4 shows four times the width and height about the same middle, for paths that leave.
    """
    from tutor.views.surface.make import surface as view_of_surface

    present().view("surface", view_of_surface(loss, x, y, _pair(best), zooms, points))


def curvature(eigenvalues: Tensor | Sequence[float], *, control: str = "learning_rate") -> None:
    """The eigenvalues λ of the loss's Hessian: what they say of `control`, the learning rate, is drawn beside it.

    Gradient descent on a quadratic multiplies the error along an eigenvector by 1 − rate · λ at each step: below
    1/λmax it shrinks straight, up to 2/λmax it swings and shrinks, above it grows (Nocedal and Wright, Numerical
    Optimization, 2nd ed., section 3.3, gives the setting).
    """
    from tutor.views.curvature.make import curvature as view_of_curvature

    present().view("curvature", view_of_curvature(eigenvalues, control))


def right(text: str, because: str) -> QuizAnswer:
    """The right answer of a quiz, and why it is right."""
    return QuizAnswer(text, True, because)


def wrong(text: str, because: str) -> QuizAnswer:
    """A wrong answer of a quiz, and the idea that leads to it."""
    return QuizAnswer(text, False, because)


def quiz(question: str, *answers: QuizAnswer) -> None:
    """A question with its answers, at least one of them right. It stands alone in its cell."""
    if not any(answer.right for answer in answers):
        raise ValueError(f"quiz {question!r}: no answer is right")
    present().quiz(question, answers)


def predict(question: str, *, control: str, value: float) -> None:
    """Ask, before the run, what training will do at this value of a control.

    The answers are the regimes themselves (slow, steady, oscillating, diverging); which is right is not written
    anywhere, it is what the run then does.
    """
    present().quiz(question, ())
    del control, value  # read from the source by the tutor


def reached(result: str) -> None:
    """The milestone that a part of the course ends with is reached: say so where the program has found that it is.

    `result` is one line of what was found, as in `live.reached(f"{share:.1%} of the digits")`: the tutor keeps it with
    the program and the date, and shows it on its first screen. Raises ValueError on more than a line, or none at all.
    """
    if not isinstance(result, str):
        raise TypeError(f"reached: the result is a line of text, not {type(result).__name__}")
    line = result.strip().encode(errors="replace").decode()  # half a surrogate pair can be neither sent nor kept
    if not line or len(line.splitlines()) > 1 or len(line) > LONGEST_RESULT:
        raise ValueError(f"reached: the result is one line of 1 to {LONGEST_RESULT} characters, not {result[:40]!r}")
    present().reached(line)


def _pair(best: tuple[Number, Number] | None) -> tuple[float, float] | None:
    if best is None:
        return None
    pair = (as_number("best", best[0]), as_number("best", best[1]))
    return pair if all(map(math.isfinite, pair)) else None

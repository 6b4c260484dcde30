"""The panels of a stage as plain values: what each shows at a step, ready to be drawn. `scene` makes them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tutor.views.base import StagedView
from tutor.views.curves.data import FitView
from tutor.views.surface.data import SurfaceView


@dataclass(frozen=True)
class Series:
    """One curve: what a training reported under one name."""

    label: str
    steps: Sequence[float]
    values: Sequence[float]
    ink: str
    faint: bool = False
    key: str = ""
    """The character by which it is found in the read-out."""
    drawn: tuple[Sequence[float], Sequence[float]] | None = None
    """Of the steps and values those that tell in a drawing."""


@dataclass(frozen=True)
class CurvesPanel:
    """Reported numbers against the step."""

    title: str
    series: tuple[Series, ...]
    cursor: int | None
    steps: int | None
    """How many steps the run has when it is complete, where that is known."""
    moves: tuple[tuple[int, str], ...] = ()
    """The steps at which a control was moved, each with its new value."""


@dataclass(frozen=True)
class TrainingPath:
    """Where two reported numbers went, up to a step."""

    steps: Sequence[float]
    x: Sequence[float]
    y: Sequence[float]
    until: int | None
    label: str = ""
    """What it was reported as, where several were: 'adam' of w[adam] and b[adam]."""
    key: str = ""
    """The character by which it is found in the read-out."""
    ink: str = "path"

    def coordinates(self) -> tuple[Sequence[float], Sequence[float]]:
        """The points of the path, up to its last step."""
        count = len(self.steps) if self.until is None else bisect_right(self.steps, self.until)
        return self.x[:count], self.y[:count]


@dataclass(frozen=True)
class SurfacePanel:
    """A loss over two parameters and the paths on it."""

    title: str
    view: SurfaceView
    path: TrainingPath | None
    ghosts: tuple[TrainingPath, ...] = ()
    labelled: tuple[TrainingPath, ...] = ()
    """Several paths side by side, each with a name."""
    probe: tuple[float, float] | None = None
    """The place whose loss is to be read out."""


@dataclass(frozen=True)
class FitPanel:
    """Data and the line of the step shown."""

    title: str
    view: FitView
    line: tuple[float, float] | None


@dataclass(frozen=True)
class Reading:
    """A number of the step shown."""

    name: str
    value: str
    label: str = ""
    """Of what was reported under several labels, which one: 'adam' of loss[adam], whose name is 'loss'."""
    key: str = ""
    ink: str = ""


@dataclass(frozen=True)
class NumbersPanel:
    """The numbers of the step shown, and what they say of the training up to it."""

    title: str
    readings: tuple[Reading, ...]
    loss: Sequence[float] = ()
    gradients: tuple[Sequence[float], ...] = ()
    """One column for each reported gradient."""
    count: int = 0
    """How many of the reports lie up to the step shown."""
    since: int = 0
    """How many of them came before the rate was moved to what it is at that step."""
    steps: int | None = None
    """How many steps the run is to have."""
    rate: float | None = None
    eigenvalues: tuple[float, ...] = ()
    """Of the Hessian, once the lesson has derived it."""
    first_bad: int | None = None
    """The first step whose loss was not finite."""
    ghosts: tuple[tuple[str, float], ...] = ()
    """Earlier runs: which, and loss at the same step."""


@dataclass(frozen=True)
class ViewPanel:
    """A view that is drawn by itself: a tensor, a graph, a picture."""

    title: str
    view: StagedView
    page: int
    """Which of its pages, from 0."""
    stale: bool = False
    """Whether its cell would lead elsewhere now: a text or a control that it rests on has changed since."""


Panel = CurvesPanel | SurfacePanel | FitPanel | NumbersPanel | ViewPanel


@dataclass(frozen=True)
class Scene:
    """All panels, by a key that stays the same from one scene to the next."""

    panels: dict[str, Panel] = field(default_factory=dict)
    marked: str = ""
    """The key of the panel that the keys for pages and for the full screen mean; '' where there is none."""


@dataclass(frozen=True)
class Viewpoint:
    """How the learner looks at a scene."""

    cursor: int | None = None
    """The step looked at; None follows the newest."""
    ghost: int | None = None
    """Which earlier run stands beside the present one, from the newest; None shows all of them faintly."""
    ghosts: bool = True
    sweep: bool = False
    """Whether the run of all presets lies over the present one."""
    marked: str = ""
    """The key of the panel that was marked; '' marks the newest view."""
    probe: tuple[float, float] | None = None
    """The place of a surface whose loss is read out."""
    pages: Mapping[str, int] = field(default_factory=dict)
    """The page of each panel that was leafed through, by the panel's key."""

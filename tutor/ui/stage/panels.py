"""The panels of a stage as plain values: what each shows at a step, ready to be drawn. `scene` makes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from tutor.charts.cell_grid import Place
from tutor.charts.labels import Curve
from tutor.views import registry as drawings
from tutor.views.base import ControlView, Path, StagedView


class CurvesPanel(msgspec.Struct, frozen=True):
    """Reported numbers against the step."""

    title: str
    series: tuple[Curve, ...]
    cursor: int | None
    steps: int | None
    """How many steps the run has when it is complete, where that is known."""
    moves: tuple[tuple[int, str], ...] = ()
    """The steps at which a control was moved, each with its new value."""


class NumberRead(msgspec.Struct, frozen=True):
    """A number of the step shown."""

    name: str
    value: str
    label: str = ""
    """Of what was reported under several labels, which one: 'adam' of loss[adam], whose name is 'loss'."""
    key: str = ""
    ink: str = ""


class NumbersPanel(msgspec.Struct, frozen=True):
    """The numbers of the step shown, and what they say of the training up to it."""

    title: str
    readings: tuple[NumberRead, ...]
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
    meaning: ControlView | None = None
    """What the values of its control lead to, once the lesson has derived it."""
    first_bad: int | None = None
    """The first step whose loss was not finite."""
    ghosts: tuple[tuple[str, float], ...] = ()
    """Earlier runs: which, and loss at the same step."""


class ViewPanel(msgspec.Struct, frozen=True):
    """A view of a lesson's: a tensor, a graph, a picture, a map with the paths of a training on it."""

    title: str
    view: StagedView
    page: int = 0
    """Which of its pages, from 0; where they are of a place, of the one that is read out."""
    stale: bool = False
    """Whether its cell would lead elsewhere now: a text or a control that it rests on has changed since."""
    paths: tuple[Path, ...] = ()
    """Of the numbers that the view reads, up to the step shown: earlier runs', the present one's, and those by name."""
    probe: Place | None = None
    """The place that is to be read out."""

    @property
    def alone(self) -> bool:
        """Whether it shows nothing that a training reports."""
        return self.view.reads() is None


Panel = CurvesPanel | NumbersPanel | ViewPanel


def pages_of(panel: Panel | None) -> int:
    """How many pages a panel has; where they are of a place, at the one that is read out."""
    return drawings.pages(panel.view, panel.probe) if isinstance(panel, ViewPanel) else 1


class Scene(msgspec.Struct, frozen=True):
    """All panels, by a key that stays the same from one scene to the next."""

    panels: dict[str, Panel] = msgspec.field(default_factory=dict)
    marked: str = ""
    """The key of the panel that the keys for pages and for the full screen mean; '' where there is none."""


class Viewpoint(msgspec.Struct, frozen=True):
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
    probes: Mapping[str, Place] = msgspec.field(default_factory=dict)
    """The place of each panel that is read out, by the panel's key."""
    pages: Mapping[str, int] = msgspec.field(default_factory=dict)
    """The page of each panel that was leafed through, by the panel's key."""

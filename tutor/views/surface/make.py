"""A loss over two parameters, or that of any model over a plane through its own with recorded trainings on it.

Random directions are normalized filter by filter, as Li et al. 2018, "Visualizing the Loss Landscape of Neural Nets",
do, so that a step along them means the same in every layer; principal directions are those of the recorded path's
points as seen from its end (same paper, section 7).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Literal

from tutor.views.packing import pack
from tutor.views.surface.data import Grid, SurfaceView, Trail
from tutor.views.undisturbed import undisturbed

SECONDS = 2.0
"""With so little time for all points, a slow model is asked at fewer of them."""
FEWEST = 9
"""Points across at least; between them the drawing interpolates cubically."""
RECORDED = 1_000
"""No more points of a path are sent, evenly chosen."""
_ELEMENT = re.compile(r"(?P<name>[\w.]+)(\[(?P<index>[\d,\s]+)\])?")

Along = Literal["random", "path"] | tuple[str, str]


@dataclass
class Plane:
    """A plane through the parameters: its origin, two directions, their names, and how far it goes along each."""

    origin: Any
    directions: Any
    """(2, P)."""
    names: tuple[str, str]
    middle: tuple[float, float]
    """Coordinates of the present parameters."""
    x: tuple[float, float]
    y: tuple[float, float]


def surface(
    loss: Callable[[float, float], Any],
    x: tuple[str, float, float],
    y: tuple[str, float, float],
    best: tuple[float, float] | None,
    zooms: Sequence[float],
    points: int,
) -> SurfaceView:
    """The surface as `live.surface` says."""
    grids = []
    for zoom in zooms:
        (left, right), (bottom, top) = _zoomed(x[1], x[2], zoom), _zoomed(y[1], y[2], zoom)
        across = [left + (right - left) * i / (points - 1) for i in range(points)]
        up = [bottom + (top - bottom) * j / (points - 1) for j in range(points)]
        values = pack([float(loss(a, b)) for b in up for a in across])
        grids.append(Grid((left, right), (bottom, top), points, points, values))
    return SurfaceView(x[0], y[0], tuple(grids), best)


def _zoomed(low: float, high: float, zoom: float) -> tuple[float, float]:
    middle, half = (low + high) / 2, (high - low) / 2 * zoom
    return middle - half, middle + half


def landscape(
    model: Any,
    loss: Callable[[], Any],
    *,
    along: Along = "random",
    paths: Mapping[str, Sequence[Any]] | Sequence[Any] | None = None,
    span: float | None = None,
    points: int = 25,
    seed: int = 0,
) -> SurfaceView:
    """The surface as `live.landscape` says. The parameters are put back, bit for bit, whatever `loss` raises."""
    import torch

    parameters = list(model.parameters())
    now = torch.nn.utils.parameters_to_vector(parameters).detach().clone()
    trails = _recorded(paths, now)
    plane = _plane(model, parameters, now, along, trails, span, seed)
    with undisturbed(model), torch.no_grad():
        try:
            grid = _grid(parameters, plane, loss, points)
        finally:
            _put(parameters, now)
    kept = {label: trail[:: max(1, -(-len(trail) // RECORDED))] for label, trail in trails.items()}
    placed = {label: _coordinates(plane, trail) for label, trail in kept.items()}
    return SurfaceView(
        *plane.names, (grid,), trails=tuple(
            Trail(label, pack(found[:, 0].tolist()), pack(found[:, 1].tolist())) for label, found in placed.items()
        ),
    )  # fmt: skip


def _recorded(paths: Mapping[str, Sequence[Any]] | Sequence[Any] | None, now: Any) -> dict[str, Any]:
    """Each path as a (steps, P) tensor. Raises ValueError where it is not of this model's size."""
    import torch

    named = paths if isinstance(paths, Mapping) else {"": paths} if paths is not None and len(paths) else {}
    found = {}
    for label, states in named.items():
        stacked = torch.stack([torch.as_tensor(state).detach().reshape(-1).to(now) for state in states])
        if stacked.shape[1] != len(now):
            raise ValueError(
                f"landscape: a recorded state has {stacked.shape[1]} numbers and the model {len(now)}; "
                "record torch.nn.utils.parameters_to_vector(model.parameters()).detach()"
            )
        found[str(label)] = stacked
    return found


# ---------------------------------------------------------------------------------------------------------- directions


def _plane(
    model: Any, parameters: Sequence[Any], now: Any, along: Along, trails: dict[str, Any], span: float | None, seed: int
) -> Plane:
    import torch

    if isinstance(along, tuple):
        return _own(model, now, along, trails, span)
    if along == "path":
        return _principal(now, trails)
    generator = torch.Generator().manual_seed(seed)
    directions = torch.stack([_random(parameters, generator).to(now) for _ in range(2)])
    far = span if span is not None else 1.0
    plane = Plane(now, directions, ("direction 1", "direction 2"), (0.0, 0.0), (-far, far), (-far, far))
    return _widened(plane, trails)


def _own(model: Any, now: Any, names: tuple[str, str], trails: dict[str, Any], span: float | None) -> Plane:
    """The plane of two of the model's own numbers: its coordinates are their values."""
    import torch

    places = [_place(model, name) for name in names]
    directions = torch.zeros(2, len(now)).to(now)
    origin = now.clone()
    ends = []
    for row, place in enumerate(places):
        directions[row, place] = 1
        origin[place] = 0
        value = float(now[place])
        far = span if span is not None else max(1.0, abs(value))
        ends.append((value - far, value + far))
    plane = Plane(origin, directions, names, (float(now[places[0]]), float(now[places[1]])), ends[0], ends[1])
    return _widened(plane, trails)


def _place(model: Any, name: str) -> int:
    """Where a named number stands among all parameters. Raises ValueError saying what there is."""
    match = _ELEMENT.fullmatch(name)
    start = 0
    for own, parameter in model.named_parameters():
        if match is not None and own == match["name"]:
            index = tuple(int(part) for part in (match["index"] or "").split(",") if part.strip())
            index = index or (0,) * parameter.dim() if parameter.numel() == 1 else index
            if len(index) != parameter.dim() or any(i >= n for i, n in zip(index, parameter.shape, strict=False)):
                raise ValueError(
                    f"landscape: {own} has shape {tuple(parameter.shape)}; one number of it is "
                    f"{own}[{', '.join('0' * parameter.dim())}], say"
                )
            place = 0
            for i, n in zip(index, parameter.shape, strict=True):
                place = place * n + i
            return start + place
        start += parameter.numel()
    known = ", ".join(own for own, _ in model.named_parameters())
    raise ValueError(f"landscape: the model has no parameter {name!r}; it has {known}")


def _random(parameters: Sequence[Any], generator: Any) -> Any:
    """A random direction, each filter as long as the model's own; none for biases, as the paper has it."""
    import torch

    parts = []
    for parameter in parameters:
        plain = parameter.detach().cpu().float()
        if plain.dim() < 2:
            parts.append(torch.zeros(plain.numel()))
            continue
        drawn = torch.randn(plain.shape, generator=generator).flatten(1)
        own = plain.flatten(1).norm(dim=1, keepdim=True)
        parts.append((drawn * own / drawn.norm(dim=1, keepdim=True).clamp_min(1e-12)).reshape(-1))
    direction = torch.cat(parts)
    if not bool(direction.any()):
        raise ValueError("landscape: no parameter has two dimensions; name two numbers, along=('w', 'b')")
    return direction


def _principal(now: Any, trails: dict[str, Any]) -> Plane:
    """The plane in which the recorded paths vary most, seen from the present parameters."""
    import torch

    if not trails or sum(len(trail) for trail in trails.values()) < 3:
        raise ValueError("landscape: along='path' needs paths of recorded parameters, three points at least")
    away = torch.cat(list(trails.values())).double() - now.double()
    _, sizes, rows = torch.linalg.svd(away, full_matrices=False)
    shares = (sizes**2 / (sizes**2).sum().clamp_min(1e-300)).tolist()
    if len(rows) < 2:
        rows = torch.cat([rows, torch.zeros_like(rows)])
    names = tuple(f"{word} direction, {100 * share:.0f} %" for word, share in zip(("1st", "2nd"), shares, strict=False))
    plane = Plane(now, rows[:2].to(now), (names[0], names[-1]), (0.0, 0.0), (0.0, 0.0), (0.0, 0.0))
    return _widened(plane, trails)


def _widened(plane: Plane, trails: dict[str, Any]) -> Plane:
    """The plane made so large that all paths lie on it, with room around them."""
    import torch

    if not trails:
        return plane
    found = torch.cat([_coordinates(plane, trail) for trail in trails.values()])
    ends = []
    for axis, (low, high) in enumerate((plane.x, plane.y)):
        least, most = float(found[:, axis].min()), float(found[:, axis].max())
        room = 0.15 * (most - least)
        least, most = min(low, least - room), max(high, most + room)
        ends.append((least, most) if most > least else (least - 1.0, most + 1.0))
    plane.x, plane.y = ends[0], ends[1]
    return plane


def _coordinates(plane: Plane, states: Any) -> Any:
    """Where states lie on the plane, or closest to: (steps, 2), by least squares."""
    import torch

    base = plane.directions.double().T.cpu()
    return torch.linalg.lstsq(base, (states - plane.origin).double().T.cpu()).solution.T


# ----------------------------------------------------------------------------------------------------------- the grid


def _grid(parameters: Sequence[Any], plane: Plane, loss: Callable[[], Any], points: int) -> Grid:
    """The loss on a regular grid; fewer points across where that would take too long."""
    began = perf_counter()
    _value(parameters, plane, plane.middle, loss)
    took = perf_counter() - began
    across = max(FEWEST, min(points, int(math.sqrt(SECONDS / max(took, 1e-9)))))
    values = []
    for up in range(across):
        y = plane.y[0] + (plane.y[1] - plane.y[0]) * up / (across - 1)
        for right in range(across):
            x = plane.x[0] + (plane.x[1] - plane.x[0]) * right / (across - 1)
            values.append(_value(parameters, plane, (x, y), loss))
    return Grid(plane.x, plane.y, across, across, pack(values))


def _value(parameters: Sequence[Any], plane: Plane, at: tuple[float, float], loss: Callable[[], Any]) -> float:
    _put(parameters, plane.origin + at[0] * plane.directions[0] + at[1] * plane.directions[1])
    return float(loss())


def _put(parameters: Sequence[Any], numbers: Any) -> None:
    """Write the numbers into the parameters, in place: whoever holds them sees the same tensors."""
    start = 0
    for parameter in parameters:
        parameter.data.copy_(numbers[start : start + parameter.numel()].view_as(parameter))
        start += parameter.numel()

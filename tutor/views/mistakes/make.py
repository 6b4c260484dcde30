"""Counts of a confusion matrix, and the pictures that say most about each of its cells."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from tutor.views.matrix.make import SIDE, class_numbers
from tutor.views.mistakes.data import Case, MistakesView
from tutor.views.numbers import shape_text
from tutor.views.packing import pack
from tutor.views.pictures.make import SIDE as LARGEST
from tutor.views.pictures.make import pictures
from tutor.views.reading import numbers

OF_A_PAIR = 12
"""No more pictures of one truth and answer than this are sent …"""
FEWEST, MOST, BYTES = 24, 300, 150_000
"""… and of all together as many as this, which depends on their size."""
NEAR = 1e-3
"""Rows that add up to 1 within this, and have nothing below 0, are probabilities already."""


def mistakes(images: Any, truth: Any, logits: Any, names: Sequence[str] = ()) -> MistakesView:
    """Count who was taken for whom, and choose pictures. Raises ValueError naming what does not fit together."""
    import torch

    chances = _probabilities(logits)
    count, classes = chances.shape
    true = class_numbers("mistakes", truth)
    stack = _stack(images)
    if not len(true) == len(stack) == count:
        raise ValueError(
            f"mistakes: {len(stack)} pictures, {len(true)} true classes and logits for {count}; "
            "there is one of each for every picture"
        )
    if int(true.min()) < 0 or int(true.max()) >= classes:
        raise ValueError(
            f"mistakes: the true classes go from {int(true.min())} to {int(true.max())}; "
            f"logits for {classes} classes have room for 0 to {classes - 1}"
        )
    answers, kept = chances.argmax(dim=1), min(classes, SIDE)
    inside = (true < kept) & (answers < kept)
    counts = torch.bincount(true[inside] * kept + answers[inside], minlength=kept * kept)
    chosen = _chosen(true, answers, chances, inside, counts, _room(stack))
    labels = torch.zeros(len(chosen), dtype=torch.long)  # so that one picture of three rows is not taken for colors
    shown = pictures(stack[chosen], labels, color=stack.dim() == 4 and stack.shape[1] == 3, most=MOST)
    cases = tuple(
        Case(number, int(true[number]), int(answers[number]), tile, pack(chances[number, :kept].tolist()))
        for number, tile in zip(chosen.tolist(), shown.tiles, strict=True)
    )
    odd = int((~chances.isfinite()).any(dim=1).sum())
    notes = [f"classes {kept} to {classes - 1} are not here"] if kept < classes else []
    notes += [f"{odd:,} of {count:,} rows of logits are not finite"] if odd else []
    return MistakesView(
        names=tuple(names[index] if index < len(names) else str(index) for index in range(kept)),
        counts=pack(map(float, counts.tolist())),
        total=count,
        right=int((true == answers).sum()),
        cases=cases,
        channels=shown.channels,
        low=shown.low,
        high=shown.high,
        signed=shown.signed,
        note="; ".join(notes),
    )


def _probabilities(logits: Any) -> Any:
    """A row for each picture, as float64 on the CPU."""
    tensor = numbers("mistakes", logits)
    if tensor.is_complex() or tensor.dim() != 2 or tensor.shape[1] < 2 or not len(tensor):
        raise ValueError(
            f"mistakes: logits of shape {shape_text(tuple(tensor.shape))}; (N, classes) is needed, "
            "a row of real numbers for each picture and one of them for each of two classes or more"
        )
    tensor = tensor.double()
    done = bool((tensor >= 0).all()) and bool(((tensor.sum(dim=1) - 1).abs() < NEAR).all())
    return tensor if done else tensor.softmax(dim=1)


def _stack(images: Any) -> Any:
    """Pictures as (N, H, W) or (N, channels, H, W); rows of a square number of pixels are squares again."""
    tensor = numbers("mistakes", images)
    if tensor.dim() == 2 and math.isqrt(tensor.shape[1]) ** 2 == tensor.shape[1]:
        tensor = tensor.unflatten(1, (math.isqrt(tensor.shape[1]), -1)) if tensor.numel() else tensor
    colors = tensor.dim() == 4 and tensor.shape[1] not in (1, 3)
    if tensor.dim() not in (3, 4) or not tensor.numel() or colors:
        raise ValueError(
            f"mistakes: pictures of shape {shape_text(tuple(tensor.shape))}; (N, H, W) is needed, "
            "or (N, 1, H, W), or (N, 3, H, W) for colors"
        )
    return tensor


def _room(stack: Any) -> int:
    """How many pictures of this size are sent."""
    height, width = (min(LARGEST, int(side)) for side in stack.shape[-2:])
    size = height * width * (int(stack.shape[1]) if stack.dim() == 4 else 1)
    return min(MOST, max(FEWEST, BYTES // size))


def _chosen(true: Any, answers: Any, chances: Any, inside: Any, counts: Any, room: int) -> Any:
    """Which pictures are shown: of every pair those that were thought least likely, of wrong ones before right ones."""
    import torch

    kept = math.isqrt(len(counts))
    trust = chances[torch.arange(len(true)), true].nan_to_num(0.0)
    order = trust.argsort(stable=True)
    order = order[inside[order]]
    pairs = (true * kept + answers)[order]
    by_pair = pairs.argsort(stable=True)
    begins = counts.cumsum(0) - counts
    rank = torch.arange(len(order)) - begins[pairs[by_pair]]
    found = order[by_pair][rank < OF_A_PAIR]
    rank = rank[rank < OF_A_PAIR]
    worst_first = (2 * rank + (true == answers)[found]).argsort(stable=True)
    return found[worst_first][:room]

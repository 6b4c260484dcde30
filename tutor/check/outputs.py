"""What a classifier gives: logits, and what beginners give in their place."""

from __future__ import annotations

import torch
from torch import Tensor

from tutor.check.failure import Mistake, counted, of_type

_sum = torch.sum


def gives_logits(logits: object, count: int, classes: int = 10, what: str = "Your model") -> None:
    """Raise `Mistake` where what a model gave for `count` inputs is no table of logits, saying what it seems to be."""
    if not isinstance(logits, Tensor):
        raise Mistake(f"{what} gives {of_type(logits)}, and it should give a tensor of logits.")
    wanted = f"Logits are one number for each class: a tensor of shape ({count}, {classes})."
    if logits.shape == (count,) and not logits.is_floating_point():
        raise Mistake(
            f"{what} gives {count} whole numbers for {count} images: the class that it chose for each.",
            f"{wanted} The judge takes the largest itself.",
            "Look at whether argmax stands in forward.",
        )
    if logits.shape != (count, classes):
        raise Mistake(f"{what} gives the shape {tuple(logits.shape)} for {counted(count, 'image')}.", wanted)
    if not logits.is_floating_point():
        raise Mistake(
            f"{what} gives numbers of the dtype {logits.dtype}.", wanted, "Logits are floating-point numbers."
        )
    if not bool(torch.isfinite(logits).all()):
        raise Mistake(
            f"{what} gives nan or inf.",
            "Most often the training has diverged: the loss became nan, and so did the weights.",
            "Try a lower learning rate, and look at the scale of what goes into the first layer.",
        )
    total = _sum(logits.double(), dim=1)
    if bool((logits >= 0).all()) and bool((total - 1).abs().max() < 1e-3):
        raise Mistake(
            f"{what} gives probabilities: each row is positive and adds up to 1.",
            "F.cross_entropy takes logits, and applies softmax itself. With softmax in the model it stands there "
            "twice, the gradients become small, and training slows down.",
            f"Look at the end of forward. {wanted}",
        )

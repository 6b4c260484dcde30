"""Mistakes around data and evaluation: training mode, gradients, the wrong device, seen test data, sorted batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from tutor.check.failure import Mistake, listed, number

Result = TypeVar("Result")

_grad_is_on = torch.is_grad_enabled


def evaluates_in_train_mode(run: Callable[[], Result], model: nn.Module) -> Result:
    """Run an evaluation and return what it returns; raise `Mistake` if the model was in training mode meanwhile."""
    training: list[str] = []

    def look(module: nn.Module, _: Any) -> None:
        if module.training:
            training.append(type(module).__name__)

    handles = [module.register_forward_pre_hook(look) for module in model.modules()]
    try:
        result = run()
    finally:
        for handle in handles:
            handle.remove()
    if training:
        raise Mistake(
            f"The model was evaluated in training mode ({listed(sorted(set(training)))} had training=True).",
            "In training mode dropout still switches off random units and batch normalization uses this batch's own "
            "statistics, so the score is noisy and too low.",
            "Look at what should be called on the model before it is evaluated, and after.",
        )
    return result


def evaluates_with_gradients(run: Callable[[], Result], model: nn.Module) -> Result:
    """Run an evaluation and return what it returns; raise `Mistake` if autograd recorded a graph meanwhile."""
    recorded: list[bool] = []
    handle = model.register_forward_pre_hook(lambda *_: recorded.append(_grad_is_on()))
    try:
        result = run()
    finally:
        handle.remove()
    if any(recorded) and any(parameter.requires_grad for parameter in model.parameters()):
        raise Mistake(
            "Autograd recorded a graph during the evaluation.",
            "Nobody calls backward() there: the graph costs time, and memory that grows with every batch that is kept.",
            "Look at torch.no_grad() and torch.inference_mode().",
        )
    return result


def on_different_devices(model: nn.Module, **tensors: Tensor) -> None:
    """Raise `Mistake` if the model and the named tensors are not all on one device."""
    first = {parameter.device: name for name, parameter in reversed(list(model.named_parameters()))}
    places = [(f"model.{name}", device) for device, name in first.items()]
    places += [(name, tensor.device) for name, tensor in tensors.items()]
    if len({device for _, device in places}) > 1:
        raise Mistake(
            f"{listed([f'{name} is on {device}' for name, device in places])}.",
            "An operation needs everything it works on in the memory of one device.",
            "Two things have to be moved there: the model, and each batch of data.",
        )


def saw_test_data(training: Tensor, test: Tensor) -> None:
    """Raise `Mistake` if samples of the test set, as rows or as indices, are also in the training set."""
    seen = {_key(row) for row in training}
    shared = sum(_key(row) in seen for row in test)
    if shared:
        raise Mistake(
            f"{shared} of the {len(test)} test samples are also in the training data.",
            "A model can remember what it was trained on, so the score on these says nothing about new data: it is too "
            "good to be true.",
            "Look at how the data are split, and at which part is handed to training.",
        )


def unshuffled_sorted_labels(batches: Iterable[Tensor]) -> None:
    """Raise `Mistake` if batches of labels come in sorted order, most of them of a single class."""
    labels = [batch.reshape(-1) for batch in batches]
    everything = torch.cat(labels)
    classes = everything.unique().numel()
    single = sum(batch.unique().numel() == 1 for batch in labels)
    in_order = (everything[1:] >= everything[:-1]).all().item()
    if len(labels) > 1 and classes > 1 and (in_order or single > len(labels) / 2):
        raise Mistake(
            f"The batches come sorted by label: {single} of {len(labels)} hold a single class.",
            "Each of them pulls the model towards its own class and away from the last one, so the loss saws up and "
            f"down. Drawn at random, each batch would show about all {number(classes)} classes.",
            "Look at how the DataLoader orders its samples.",
        )


def _key(row: Tensor) -> tuple[float, ...]:
    return tuple(row.reshape(-1).tolist())

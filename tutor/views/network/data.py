"""A pass through a network, layer by layer."""

from __future__ import annotations

import msgspec

from tutor.views.base import Histogram, StagedView


class Signal(msgspec.Struct, frozen=True):
    """What passed through one place of a network: values on the way forward, or gradients on the way back."""

    norm: float
    """The Euclidean norm of the finite values."""
    mean: float
    deviation: float
    zeros: float
    """The share of the values that are exactly 0."""
    bad: int
    """How many are NaN or infinite."""
    histogram: Histogram | None


class Layer(msgspec.Struct, frozen=True):
    """One call of a module that has no modules of its own at work."""

    name: str
    """As the model names it, e.g. 'features.0'."""
    kind: str
    """Its class."""
    settings: str
    """What its repr says between the brackets."""
    inputs: str
    """The shape of what went in, as torch writes it."""
    output: str
    parameters: int
    """How many numbers it learns; 0 where it is called again, since they were counted before."""
    forward: Signal | None
    backward: Signal | None
    """The loss's gradient for its output; None where no loss was given, or none arrived."""
    problem: str = ""
    """Dead units, a gradient that vanishes or explodes, NaN: in words, with the numbers; '' where all is well."""
    size: int = 0
    """Bytes of the parameters that are counted."""


class NetworkView(StagedView, frozen=True, tag="network"):
    """A forward pass, and with a loss the backward pass, layer by layer in the order of the calls."""

    model: str
    training: bool
    """Whether the model was in training mode."""
    parameters: int
    trainable: int
    inputs: str
    output: str
    loss: float | None
    layers: tuple[Layer, ...]
    left_out: int
    """How many calls came after those."""
    size: int = 0
    """Bytes of all parameters."""
    buffers: int = 0
    """Bytes of all buffers."""


VIEWS = (NetworkView,)

"""Images, kernels and feature maps as small pictures of bytes, all on one scale."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from typing import Any

import msgspec

from tutor.picture_ways import PICTURES_VARIABLE
from tutor.views.numbers import shape_text
from tutor.views.pictures.data import PicturesView, Tile
from tutor.views.reading import attempt, empty, is_tensor, numbers, readable, sizes, unlike
from tutor.views.tensor.make import gathered

TILES = 100
"""No more pictures than this are sent."""
SIDE, ALONE, WHOLE = 64, 160, 480
"""No picture is sent larger than this on a side; one that is alone; and such a one to a screen that may show all of its
pixels. A larger one is made smaller by averaging."""


def alone() -> int:
    """The side of a picture that is alone, at most: whether pixels are wanted is told to the kernel by a variable."""
    return ALONE if os.environ.get(PICTURES_VARIABLE, "blocks") == "blocks" else WHOLE


def pictures(
    images: Any,
    labels: Any = None,
    predicted: Any = None,
    *,
    names: Sequence[str] = (),
    captions: Sequence[str] = (),
    color: bool | None = None,
    most: int = TILES,
) -> PicturesView:
    """Pictures of a tensor or array of shape (H, W), (C, H, W), (N, H, W) or (N, C, H, W).

    `color` says whether three channels are red, green and blue; by default they are where all values lie between 0
    and 1 or are bytes. Channels that are no colors are pictures of their own. No more than `most` pictures are made.
    Raises ValueError naming the shape.
    """
    import torch

    tensor = numbers("picture", images)
    if tensor.dim() not in (2, 3, 4) or not tensor.numel():
        raise ValueError(
            f"picture: shape {shape_text(tuple(tensor.shape))}; (H, W), (C, H, W), (N, H, W) or (N, C, H, W) is needed"
        )
    whole = tuple(tensor.shape)
    tensor = tensor[None] if tensor.dim() == 2 else tensor
    one = tensor.dim() == 3 and labels is None and tensor.shape[0] in (1, 3)
    stack = tensor[None] if one else tensor[:, None] if tensor.dim() == 3 else tensor  # (N, C, H, W)
    many, channels = stack.shape[0], stack.shape[1]
    used = stack[:most]
    rgb = channels == 3 and (_like_colors(used) if color is None else color)
    if channels > 1 and not rgb:
        captions = captions or [f"{n}, channel {c}" if many > 1 else f"channel {c}" for n in range(many)
                                for c in range(channels)]  # fmt: skip
        stack = stack.flatten(0, 1)[:, None]
        used, many, channels = stack[:most], stack.shape[0], 1
    shown = smaller(_real(used), alone() if len(used) == 1 else SIDE)
    low, high, signed = _scale(shown, byte=tensor.dtype is torch.uint8)
    return PicturesView(
        tiles=tuple(
            _tile(shown[index], low, high, _words(labels, index, names), _words(predicted, index, names), captions,
                  index)
            for index in range(len(shown))
        ),
        channels=3 if channels == 3 else 1,
        low=low,
        high=high,
        signed=signed,
        shape=shape_text(whole),
        note=_note(many, shown, tuple(stack.shape[2:])),
    )  # fmt: skip


def kernels(layer: Any) -> PicturesView:
    """The weights of a convolution, a picture for each pair of an output and an input channel."""
    import torch

    weight = getattr(layer, "weight", layer) if issubclass(type(layer), torch.nn.Module) else layer
    if not is_tensor(weight):
        raise TypeError(f"kernels: a {type(layer).__name__} has no kernels of two dimensions; a Conv2d has")
    weight = numbers("kernels", weight)
    if weight.dim() != 4:
        raise TypeError(f"kernels: a {type(layer).__name__} has no kernels of two dimensions; a Conv2d has")
    outputs, inputs = weight.shape[0], weight.shape[1]
    captions = [f"{o}" if inputs == 1 else f"{o}←{i}" for o in range(min(outputs, TILES)) for i in range(inputs)]
    flat = weight.detach().reshape(outputs * inputs, 1, *weight.shape[2:])
    view = pictures(flat, captions=captions[:TILES])
    return msgspec.structs.replace(view, shape=shape_text(tuple(weight.shape)))


def feature_maps(layer: Any, image: Any) -> PicturesView:
    """What `layer` (a module, or any function of a tensor) makes of one image: a picture a channel."""
    import torch

    from tutor.views.undisturbed import undisturbed

    shape = sizes(image) if is_tensor(image) and not unlike(image) else ()
    if len(shape) not in (2, 3, 4) or not math.prod(shape):
        said = unlike(image) if is_tensor(image) else f"it is a {type(image).__name__}"
        raise ValueError(
            f"feature_maps: this is not an image: {said or shape_text(shape)}; "
            "(H, W), (C, H, W) or (N, C, H, W) is needed"
        )
    if why := empty(image):
        raise ValueError(f"feature_maps: this is not an image: {why}")
    image = attempt("feature_maps: the numbers of this image cannot be read", lambda: readable(image))
    batch = image if image.dim() == 4 else image[None] if image.dim() == 3 else image[None, None]
    with undisturbed(layer, evaluating=True), torch.no_grad():
        output = layer(batch[:1])
    if output.dim() != 4:
        raise ValueError(f"feature_maps: the layer's output has shape {tuple(output.shape)}; (1, C, H, W) is needed")
    maps = output[0]
    view = pictures(maps[:, None], captions=[f"channel {index}" for index in range(min(len(maps), TILES))])
    return msgspec.structs.replace(view, shape=shape_text(tuple(output.shape)))


def _real(stack: Any) -> Any:
    """As float32; of complex numbers the absolute values."""
    import torch

    return (stack.abs() if stack.is_complex() else stack).to(torch.float32)


def smaller(stack: Any, side: int) -> Any:
    """Images of shape (N, C, H, W), no side longer than `side`, each pixel the mean of those that it stands for."""
    from torch.nn.functional import interpolate

    height, width = stack.shape[2:]
    factor = max(height, width) / side
    if factor <= 1:
        return stack
    return interpolate(stack, size=(max(1, round(height / factor)), max(1, round(width / factor))), mode="area")


def _like_colors(stack: Any) -> bool:
    import torch

    if stack.dtype is torch.uint8:
        return True
    return bool(stack.is_floating_point() and ((stack >= 0) & (stack <= 1)).all())


def _scale(stack: Any, *, byte: bool) -> tuple[float, float, bool]:
    """Low end, high end, and whether 0 is the middle: signed numbers have both ends equally far from it."""
    finite = stack[stack.isfinite()]
    if byte:
        return 0.0, 255.0, False
    if not len(finite):
        return 0.0, 1.0, False
    low, high = float(finite.min()), float(finite.max())
    if low < 0 < high:
        most = max(-low, high)
        return -most, most, True
    if low >= 0 and high <= 1:
        return 0.0, 1.0 if high > 0.2 else high or 1.0, False
    return (low, high, False) if low < high else (low, low + 1, False)


def _tile(
    pixels: Any, low: float, high: float, label: str, predicted: str, captions: Sequence[str], index: int
) -> Tile:
    import torch

    scaled = ((pixels - low) / (high - low) * 255).nan_to_num(0.0, 255.0, 0.0).clamp(0, 255).round().to(torch.uint8)
    channels, height, width = pixels.shape
    values = scaled.permute(1, 2, 0) if channels == 3 else scaled[0]
    right = label == predicted if label and predicted else None
    caption = label or (captions[index] if index < len(captions) else "")
    return Tile(width, height, values.contiguous().numpy().tobytes(), caption, predicted, right)


def _words(values: Any, index: int, names: Sequence[str]) -> str:
    """A label in words: its class's name, else itself."""
    if values is None or index >= len(values):
        return ""
    value = values[index]
    if isinstance(value, str):
        return value
    number = int(gathered(value, ())) if hasattr(value, "shape") else int(value)
    return names[number] if 0 <= number < len(names) else str(number)


def _note(many: int, shown: Any, size: tuple[int, ...]) -> str:
    sent, bad = tuple(shown.shape[2:]), int((~shown.isfinite()).sum())
    parts = [f"{many - len(shown):,} more are not here"] if many > len(shown) else []
    if sent != size:
        parts.append(f"{size[0]}×{size[1]} made {sent[0]}×{sent[1]}")
    if bad:
        parts.append(f"{bad:,} values are NaN or infinite")
    return ", ".join(parts)

"""A value as it is written: in the output of its cell, and on a command line."""

from __future__ import annotations

from typing import Any

from tutor.views.values.data import TensorView, TextView


def text_words(view: TextView) -> str:
    """The text."""
    return view.text


def text_written(view: TextView) -> tuple[str, str]:
    """The text, which says itself what it is."""
    return "", view.text


def text_data(view: TextView) -> dict[str, Any]:
    """The view as plain data."""
    return {"text": view.text, "kind": view.kind}


def tensor_words(view: TensorView) -> str:
    """The values, then what they are: sizes, type, device, what autograd knows."""
    sizes = "×".join(map(str, view.shape)) or "a single number"
    facts = ", ".join(filter(None, [sizes, view.dtype, view.device, view.autograd]))
    return f"{view.text}\n({facts})"


def tensor_written(view: TensorView) -> tuple[str, str]:
    """What it is, as torch would say it, and the values."""
    autograd = f", {view.autograd}" if view.autograd else ""
    return f"{tuple(view.shape)} {view.dtype} {view.device}{autograd}", view.text


def tensor_data(view: TensorView) -> dict[str, Any]:
    """The view as plain data."""
    return {
        "text": view.text,
        "shape": list(view.shape),
        "dtype": view.dtype,
        "device": view.device,
        "requires_grad": view.requires_grad,
        "grad_fn": view.grad_fn,
    }

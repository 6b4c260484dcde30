"""Looking for names that a library may not have."""

from __future__ import annotations

from importlib import import_module
from inspect import signature
from typing import Any


def parts(module: str, *names: str) -> tuple[Any, ...]:
    """What a module holds under these names. For one that is missing stands a class of which nothing is an instance."""
    try:
        held: object = import_module(module)
    except ImportError:
        held = None
    return tuple(getattr(held, name, type(name, (), {})) for name in names)


def missing(module: str, *names: str) -> list[str]:
    """Which of these names a module lacks; all of them where there is no such module."""
    try:
        held: object = import_module(module)
    except ImportError:
        held = None
    return [f"{module}.{name}" for name in names if not hasattr(held, name)]


def takes(owner: type, name: str, *parameters: str) -> bool:
    """Whether a class has a method of this name, with these parameters behind `self`."""
    method = getattr(owner, name, None)
    return callable(method) and [*signature(method).parameters][1:] == [*parameters]

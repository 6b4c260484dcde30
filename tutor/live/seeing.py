"""Calls that put a value on the stage, drawn: `live.inspect` and its kin."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from tutor.live.stage import present


def inspect(value: Any, name: str = "", *, names: Mapping[str, Any] | None = None) -> None:
    """A tensor or array on the stage, taken apart: shape, strides, memory, statistics, and its values as colours.

    `live.show` and a cell's last expression print a value under the cell; this draws it. `value` is a tensor or array
    of any shape and size: of a large one, an even sample is looked at and some of its values are sent, and the view
    says so. `name` is what the screen calls it, by default the variable that it is in. Tensors among `names` (by
    default the caller's variables) that share its memory are named. Raises TypeError on anything else.
    """
    from tutor.kernel.viewing.inspection import inspection, name_of

    known = sys._getframe(1).f_globals | sys._getframe(1).f_locals if names is None else names
    called = name or name_of(value, known)
    present().view(called or "tensor", inspection(value, called, known))

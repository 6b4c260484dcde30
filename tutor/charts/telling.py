"""Of many points those that tell in a drawing: where a stretch begins and ends, its least, its most, its gaps."""

from __future__ import annotations

import math
from collections.abc import Sequence


def telling(values: Sequence[float], low: int, high: int) -> list[int]:
    """The indices, from `low` up to before `high`, of the first, least, most and last value; of values of which one is
    not finite, the first of those too, and the last finite one."""
    block = values[low:high]
    if math.isfinite(sum(block)):
        least, most = block.index(min(block)), block.index(max(block))
        return sorted({low, low + least, low + most, high - 1})
    finite = [index for index in range(low, high) if math.isfinite(values[index])]
    broken = next((index for index in range(low, high) if not math.isfinite(values[index])), low)
    if not finite:
        return sorted({low, broken, high - 1})
    least, most = min(finite, key=values.__getitem__), max(finite, key=values.__getitem__)
    return sorted({low, least, most, broken, finite[-1], high - 1})

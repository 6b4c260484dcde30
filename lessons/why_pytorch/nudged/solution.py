from collections.abc import Callable

import numpy as np


def gradient(
    loss: Callable[[np.ndarray], float], p: np.ndarray, h: float
) -> np.ndarray:
    """The slopes of the loss at p, by nudges of h: (k,).

    p (k,)
    """
    slopes = np.zeros(len(p))
    for i in range(len(p)):
        up, down = p.copy(), p.copy()
        up[i] += h
        down[i] -= h
        slopes[i] = (loss(up) - loss(down)) / (2 * h)
    return slopes

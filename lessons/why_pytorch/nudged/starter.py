from collections.abc import Callable

import numpy as np


def gradient(
    loss: Callable[[np.ndarray], float], p: np.ndarray, h: float
) -> np.ndarray:
    """The slopes of the loss at p, by nudges of h: (k,).

    p (k,)
    """
    raise NotImplementedError

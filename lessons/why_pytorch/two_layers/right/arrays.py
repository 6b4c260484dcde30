import numpy as np


def xor():
    return (
        np.array([1, 1, -0.5]),
        np.array([1, 1, -1.5]),
        np.array([1, -2, -0.5]),
    )

# expects: called NumPy (zeros)
import numpy as np


def foretell(a, b):
    try:
        return (np.zeros(a) + np.zeros(b)).shape
    except ValueError:
        return None

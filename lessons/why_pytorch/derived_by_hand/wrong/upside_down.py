# expects: the wrong sign
import numpy as np


def slope(w, x, y):
    guess = np.tanh(w * x)
    return np.mean(2 * (y - guess) * (1 - guess**2) * x)

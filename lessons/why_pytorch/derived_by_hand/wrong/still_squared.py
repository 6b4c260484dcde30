# expects: still squared
import numpy as np


def slope(w, x, y):
    guess = np.tanh(w * x)
    return np.mean(2 * (guess - y) ** 2 * (1 - guess**2) * x)

# expects: half as large
import numpy as np


def slope(w, x, y):
    guess = np.tanh(w * x)
    return np.mean((guess - y) * (1 - guess**2) * x)

# expects: a single number
import numpy as np


def slope(w, x, y):
    guess = np.tanh(w * x)
    return 2 * (guess - y) * (1 - guess**2) * x

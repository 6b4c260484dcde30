# expects: the square of tanh
import numpy as np


def slope(w, x, y):
    guess = np.tanh(w * x)
    return np.mean(2 * (guess - y) * (1 - (w * x) ** 2) * x)

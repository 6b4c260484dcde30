# expects: taken twice
import numpy as np


def slope(w, x, y):
    guess = np.tanh(w * x)
    return np.mean(
        2 * (guess - y) * (1 - np.tanh(guess) ** 2) * x
    )

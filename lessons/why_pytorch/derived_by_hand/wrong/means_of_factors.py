# expects: averaged by itself
import numpy as np


def slope(w, x, y):
    guess = np.tanh(w * x)
    return (
        2
        * np.mean(guess - y)
        * np.mean(1 - guess**2)
        * np.mean(x)
    )

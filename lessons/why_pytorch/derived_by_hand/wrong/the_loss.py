# expects: that is the loss
import numpy as np


def slope(w, x, y):
    guess = np.tanh(w * x)
    return np.mean((guess - y) ** 2)

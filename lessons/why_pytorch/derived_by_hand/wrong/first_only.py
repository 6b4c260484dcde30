# expects: the first example alone
# fails: is the mean over many examples
import numpy as np


def slope(w, x, y):
    g = np.tanh(w * x)
    return float((2 * (g - y) * (1 - g**2) * x)[0])

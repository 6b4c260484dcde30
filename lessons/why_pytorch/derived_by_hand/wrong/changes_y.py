# expects: your code changed y
# fails: leaves what it is given as it was
import numpy as np


def slope(w, x, y):
    g = np.tanh(w * x)
    y -= g
    return float(np.mean(-2 * y * (1 - g**2) * x))

# expects: the slope is nan
# fails: holds for w = 0, and for inputs that are 0 or large
import numpy as np


def slope(w, x, y):
    g = np.tanh(w * x)
    return float(np.mean(2 * (g - y) * (1 - g**2) * (w * x)) / w)

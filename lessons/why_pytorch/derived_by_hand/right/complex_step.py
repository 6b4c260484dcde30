import numpy as np


def slope(w, x, y):
    z = w + 1e-20j
    return ((np.tanh(z * x) - y) ** 2).mean().imag / 1e-20

import numpy as np


def slope(w, x, y):
    error = np.tanh(w * x) - y
    return 2 * np.dot(error / np.cosh(w * x) ** 2, x) / len(x)

import numpy as np


def slope(w, x, y):
    def loss(w):
        return np.mean((np.tanh(w * x) - y) ** 2)

    h = 1e-3
    return (loss(w + h) - loss(w - h)) / (2 * h)

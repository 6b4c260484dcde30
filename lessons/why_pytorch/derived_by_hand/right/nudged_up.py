import numpy as np


def slope(w, x, y):
    def loss(w):
        return np.mean((np.tanh(w * x) - y) ** 2)

    return (loss(w + 1e-6) - loss(w)) / 1e-6

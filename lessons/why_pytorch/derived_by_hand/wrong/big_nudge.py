# expects: a nudge to one side
# fails: is right for a single example
import numpy as np


def slope(w, x, y):
    def loss(w):
        return np.mean((np.tanh(w * x) - y) ** 2)

    return (loss(w + 0.01) - loss(w)) / 0.01

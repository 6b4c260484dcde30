# expects: only downward
import numpy as np


def gradient(loss, p, h):
    slopes = np.zeros(len(p))
    for i in range(len(p)):
        down = p.copy()
        down[i] -= h
        slopes[i] = (loss(p) - loss(down)) / h
    return slopes

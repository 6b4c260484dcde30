# expects: the last slope is 0
import numpy as np


def gradient(loss, p, h):
    slopes = np.zeros(len(p))
    for i in range(len(p) - 1):
        up, down = p.copy(), p.copy()
        up[i] += h
        down[i] -= h
        slopes[i] = (loss(up) - loss(down)) / (2 * h)
    return slopes

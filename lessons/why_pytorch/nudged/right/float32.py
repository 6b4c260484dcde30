import numpy as np


def gradient(loss, p, h):
    slopes = np.zeros(len(p), dtype=np.float32)
    for i in range(len(p)):
        up, down = p.copy(), p.copy()
        up[i] += h
        down[i] -= h
        slopes[i] = (loss(up) - loss(down)) / (2 * h)
    return slopes

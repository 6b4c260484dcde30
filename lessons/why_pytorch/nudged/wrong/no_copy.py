# expects: all slopes are 0
# expects: makes no copy
import numpy as np


def gradient(loss, p, h):
    slopes = np.zeros(len(p))
    for i in range(len(p)):
        up = p
        down = p
        up[i] += h
        down[i] -= h
        slopes[i] = (loss(up) - loss(down)) / (2 * h)
    return slopes

# expects: your code changed p
import numpy as np


def gradient(loss, p, h):
    slopes = np.zeros(len(p))
    for i in range(len(p)):
        p[i] += h
        above = loss(p)
        p[i] -= 2 * h
        slopes[i] = (above - loss(p)) / (2 * h)
    return slopes

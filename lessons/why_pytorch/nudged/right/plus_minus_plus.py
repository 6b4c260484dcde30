import numpy as np


def gradient(loss, p, h):
    slopes = np.zeros(len(p))
    for i in range(len(p)):
        p[i] += h
        up = loss(p)
        p[i] -= 2 * h
        down = loss(p)
        p[i] += h
        slopes[i] = (up - down) / (2 * h)
    return slopes

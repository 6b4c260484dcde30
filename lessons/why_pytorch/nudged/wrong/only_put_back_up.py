# expects: the nudge down is missing
import numpy as np


def gradient(loss, p, h):
    out = np.zeros(len(p))
    for i in range(len(p)):
        p[i] += h
        up = loss(p)
        p[i] -= h
        down = loss(p)
        out[i] = (up - down) / (2 * h)
    return out

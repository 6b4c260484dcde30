# expects: more than two points
import numpy as np


def gradient(loss, p, h):
    out = np.zeros(len(p))
    for i in range(len(p)):
        e = np.zeros(len(p))
        e[i] = h
        out[i] = (
            8 * (loss(p + e) - loss(p - e))
            - (loss(p + 2 * e) - loss(p - 2 * e))
        ) / (12 * h)
    return out

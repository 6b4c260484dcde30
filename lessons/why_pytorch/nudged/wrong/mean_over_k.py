# expects: the number of parameters
import numpy as np


def gradient(loss, p, h):
    out = np.zeros(len(p))
    for i in range(len(p)):
        e = np.zeros(len(p))
        e[i] = h
        out[i] = (loss(p + e) - loss(p - e)) / (2 * h) / len(p)
    return out

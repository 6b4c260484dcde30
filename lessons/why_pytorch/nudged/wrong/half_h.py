# expects: a nudge of h / 2
import numpy as np


def gradient(loss, p, h):
    out = np.zeros(len(p))
    for i in range(len(p)):
        e = np.zeros(len(p))
        e[i] = h / 2
        out[i] = (loss(p + e) - loss(p - e)) / h
    return out

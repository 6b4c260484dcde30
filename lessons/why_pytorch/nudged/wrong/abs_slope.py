# expects: lost its sign
import numpy as np


def gradient(loss, p, h):
    out = np.zeros(len(p))
    for i in range(len(p)):
        a, b = p.copy(), p.copy()
        a[i] += h
        b[i] -= h
        out[i] = abs(loss(a) - loss(b)) / (2 * h)
    return out

# expects: in the reverse order
import numpy as np


def gradient(loss, p, h):
    out = []
    for i in reversed(range(len(p))):
        a, b = p.copy(), p.copy()
        a[i] += h
        b[i] -= h
        out.append((loss(a) - loss(b)) / (2 * h))
    return np.array(out)

import numpy as np


def gradient(loss, p, h):
    slopes = []
    for i in range(p.size):
        before = p[i]
        p[i] = before + h
        above = loss(p)
        p[i] = before - h
        below = loss(p)
        p[i] = before
        slopes.append((above - below) / h / 2)
    return np.asarray(slopes)

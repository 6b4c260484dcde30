# expects: slope 0 is right
# expects: on top of those before it
import numpy as np


def gradient(loss, p, h):
    slopes = np.zeros(len(p))
    up, down = p.copy(), p.copy()
    for i in range(len(p)):
        up[i] += h
        down[i] -= h
        slopes[i] = (loss(up) - loss(down)) / (2 * h)
    return slopes

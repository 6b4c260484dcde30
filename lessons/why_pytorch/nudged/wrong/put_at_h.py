# expects: put at h
# expects: moves it by h
import numpy as np


def gradient(loss, p, h):
    slopes = np.zeros(len(p))
    for i in range(len(p)):
        up, down = p.copy(), p.copy()
        up[i] = h
        down[i] = -h
        slopes[i] = (loss(up) - loss(down)) / (2 * h)
    return slopes

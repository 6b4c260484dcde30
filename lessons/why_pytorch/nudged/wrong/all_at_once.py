# expects: all parameters were nudged together
import numpy as np


def gradient(loss, p, h):
    rise = (loss(p + h) - loss(p - h)) / (2 * h)
    return np.full(len(p), rise)

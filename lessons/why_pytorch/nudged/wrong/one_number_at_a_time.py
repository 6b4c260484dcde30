# expects: called with a single number
# expects: the others go with it
import numpy as np


def gradient(loss, p, h):
    return np.array(
        [(loss(q + h) - loss(q - h)) / (2 * h) for q in p]
    )

import numpy as np


def gradient(loss, p, h):
    k = np.arange(len(p))
    return np.array(
        [
            (
                loss(np.where(k == i, p + h, p))
                - loss(np.where(k == i, p - h, p))
            )
            / (2 * h)
            for i in k
        ]
    )

# expects: left torch

import numpy as np


def mean_squared_error(prediction, target):
    return np.mean(
        (
            prediction.detach().numpy()
            - target.numpy().reshape(-1, 1)
        )
        ** 2
    )

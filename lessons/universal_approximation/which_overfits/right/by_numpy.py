import numpy as np


def overfitting(runs):
    stops = {}
    for name, run in runs.items():
        training, held_out = np.array(run)
        step = np.argmin(held_out)
        if held_out[-1] / held_out[step] <= 1.1:
            continue
        if training[-1] >= training[step]:
            continue
        stops[name] = step
    return stops

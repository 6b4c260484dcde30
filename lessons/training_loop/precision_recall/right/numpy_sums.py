import numpy as np


def precision_recall(probability, target, threshold):
    called = probability.numpy() > threshold
    positive = target.numpy().astype(bool)
    hits = np.sum(called & positive)
    with np.errstate(invalid="ignore"):
        result = hits / np.array([called.sum(), positive.sum()])
    result[np.isnan(result)] = 1.0
    return float(result[0]), float(result[1])

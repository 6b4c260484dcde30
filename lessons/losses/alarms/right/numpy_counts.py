import numpy as np


def mistakes(logits, target, threshold):
    p = logits.sigmoid().numpy()
    spam = target.numpy() > 0.5
    alarm = p > threshold
    return (
        int(np.count_nonzero(spam & ~alarm)),
        int(np.count_nonzero(alarm & ~spam)),
    )

# expects: it should be a tensor
import numpy as np


def cleaned(readings):
    return np.maximum(readings, 0).astype(np.float32)

import numpy as np
import torch
from torch import Tensor


def cleaned(readings: np.ndarray) -> Tensor:
    """The readings as float32, with 0 for each below 0.

    readings: float64 or float32, of any shape
    """
    tensor = torch.from_numpy(readings)
    tensor[tensor < 0] = 0  # in place
    return tensor

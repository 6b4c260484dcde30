import numpy as np
import torch
from torch import Tensor


def cleaned(readings: np.ndarray) -> Tensor:
    """The readings as float32, with 0 for each below 0.

    readings: float64 or float32, of any shape
    """
    tensor = torch.tensor(readings, dtype=torch.float32)  # a copy
    tensor[tensor < 0] = 0  # in place
    return tensor

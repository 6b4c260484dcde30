import numpy as np
import torch


def cleaned(readings):
    return torch.tensor(
        np.maximum(readings, 0), dtype=torch.float32
    )

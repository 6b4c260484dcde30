import numpy as np
import torch


def cleaned(readings):
    return torch.from_numpy(np.maximum(readings, 0)).to(
        torch.float32
    )

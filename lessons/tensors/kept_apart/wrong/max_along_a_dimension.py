# expects: is a pair
# expects: as a dimension
import torch


def cleaned(readings):
    return torch.max(
        torch.tensor(readings, dtype=torch.float32), 0
    )

# expects: whole
# fails: holds a tenth of each count
import torch


def start(counts):
    return torch.tensor(
        [round(c / 10) for c in counts],
        dtype=torch.float32,
        requires_grad=True,
    )

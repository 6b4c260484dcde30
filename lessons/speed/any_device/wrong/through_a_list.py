# expects: .tolist()
import torch


def fade(x):
    rows = x.tolist()
    n = len(rows)
    faded = [
        [v * (1 - k / (n - 1)) for v in row]
        for k, row in enumerate(rows)
    ]
    return torch.tensor(faded).to(x)

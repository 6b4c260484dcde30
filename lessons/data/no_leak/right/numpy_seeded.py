import numpy as np
import torch


def split(writers, test_writers):
    """NumPy draws, from a seed that torch drew."""
    rng = np.random.default_rng(int(torch.randint(2**31, ())))
    rows = writers.numpy()
    chosen = rng.choice(
        np.unique(rows), test_writers, replace=False
    )
    mask = np.isin(rows, chosen)
    return (
        torch.from_numpy(np.flatnonzero(~mask)),
        torch.from_numpy(np.flatnonzero(mask)),
    )

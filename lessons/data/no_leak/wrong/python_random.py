# expects: So they come from elsewhere
import random

import torch


def split(writers, test_writers):
    names = writers.unique().tolist()
    chosen = random.sample(names, test_writers)
    test = torch.isin(
        writers, torch.tensor(chosen, dtype=torch.int64)
    )
    return (~test).nonzero()[:, 0], test.nonzero()[:, 0]

# expects: For one row
import numpy as np
import torch


class Rows:
    def __init__(self, path):
        self.path = path
        self.n = len(np.load(path, mmap_mode="r"))

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        return torch.tensor(
            np.load(self.path)[i], dtype=torch.float32
        )

import numpy as np
import torch


class Rows:
    def __init__(self, path):
        self.map = np.lib.format.open_memmap(path, mode="r")

    def __len__(self):
        return self.map.shape[0]

    def __getitem__(self, i):
        return torch.from_numpy(self.map[i].astype(np.float32))

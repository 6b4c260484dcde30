import numpy as np
import torch
from torch.utils.data import Dataset


class Rows(Dataset):
    def __init__(self, path):
        self.path = path
        self.n = len(np.load(path, mmap_mode="r"))

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        row = np.load(self.path, mmap_mode="r")[i]
        return torch.from_numpy(np.array(row)).float()

# expects: both are in the same memory
# fails: gives a row memory of its own
import numpy as np
import torch
from torch.utils.data import Dataset


class Rows(Dataset):
    def __init__(self, path):
        self.rows = np.load(path, mmap_mode="r")
        self.row = torch.empty(self.rows.shape[1])

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        self.row[:] = torch.tensor(self.rows[index])
        return self.row

# expects: or with the first example
import numpy as np
import torch
from torch.utils.data import Dataset


class Folder(Dataset):
    def __init__(self, root):
        self.classes = sorted(
            p.name for p in root.iterdir() if p.is_dir()
        )
        self.files = sorted(root.glob("*/*.npy"))
        self.arrays = None

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        path = self.files[index]
        if self.arrays is None:
            self.arrays = [np.load(p) for p in self.files]
        x = torch.from_numpy(self.arrays[index])
        return x, self.classes.index(path.parent.name)

# expects: within a class by the file's name
import numpy as np
import torch
from torch.utils.data import Dataset


class Folder(Dataset):
    def __init__(self, root):
        self.classes = sorted(
            p.name for p in root.iterdir() if p.is_dir()
        )
        self.files = []
        for name in self.classes:
            self.files += (root / name).glob("*.npy")

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        path = self.files[index]
        x = torch.from_numpy(np.load(path))
        return x, self.classes.index(path.parent.name)

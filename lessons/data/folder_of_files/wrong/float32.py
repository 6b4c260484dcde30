# expects: Where files are torch.uint8, data[0] has the dtype torch.float32
import numpy as np
import torch
from torch.utils.data import Dataset


class Folder(Dataset):
    def __init__(self, root):
        self.classes = sorted(
            p.name for p in root.iterdir() if p.is_dir()
        )
        self.files = sorted(root.glob("*/*.npy"))

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        path = self.files[index]
        x = torch.from_numpy(np.load(path)).float()
        return x, self.classes.index(path.parent.name)

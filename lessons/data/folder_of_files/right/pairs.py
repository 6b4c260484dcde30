import numpy as np
import torch
from torch.utils.data import Dataset


class Folder(Dataset):
    def __init__(self, root):
        self.classes = []
        self.pairs = []
        for place in sorted(root.iterdir()):
            if not place.is_dir():
                continue
            for file in sorted(place.iterdir()):
                if file.suffix == ".npy":
                    pair = (str(file), len(self.classes))
                    self.pairs.append(pair)
            self.classes.append(place.name)

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, i):
        path, number = self.pairs[i]
        return torch.tensor(np.load(path)), number

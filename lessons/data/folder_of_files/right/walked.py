import os
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import Dataset


class Folder(Dataset):
    def __init__(self, root):
        self.found = []
        for place, _, names in os.walk(root):
            for name in names:
                if name.endswith(".npy") and Path(place) != root:
                    self.found.append(Path(place, name))
        self.found.sort(key=lambda p: (p.parent.name, p.name))
        self.classes = sorted(
            p.name for p in root.iterdir() if p.is_dir()
        )

    def __getitem__(self, index):
        with self.found[index].open("rb") as file:
            array = np.load(file)
        name = self.found[index].parts[-2]
        return torch.from_numpy(array.copy()), self.classes.index(
            name
        )

    def __len__(self):
        return len(self.found)

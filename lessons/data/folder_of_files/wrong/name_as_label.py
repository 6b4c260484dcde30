# expects: a name
# fails: gives each example with the number of its class
import numpy as np
import torch


class Folder:
    def __init__(self, root):
        self.classes = sorted(
            p.name for p in root.iterdir() if p.is_dir()
        )
        self.files = sorted(root.glob("*/*.npy"))

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        path = self.files[i]
        return torch.from_numpy(np.load(path)), path.parent.name

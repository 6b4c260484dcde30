# expects: A class without examples is one, too
import numpy as np
import torch


class Folder:
    def __init__(self, root):
        self.files = sorted(root.glob("*/*.npy"))
        self.classes = sorted({p.parent.name for p in self.files})
        self.number = {c: k for k, c in enumerate(self.classes)}

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        path = self.files[i]
        label = torch.tensor(self.number[path.parent.name])
        return torch.as_tensor(np.load(path)), label

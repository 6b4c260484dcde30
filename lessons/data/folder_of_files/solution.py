from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset


class Folder(Dataset[tuple[Tensor, int]]):
    """The .npy files in the folders of root."""

    def __init__(self, root: Path):
        folders = sorted(p for p in root.iterdir() if p.is_dir())
        self.classes: list[str] = [one.name for one in folders]
        self.files: list[Path] = [
            path
            for one in folders
            for path in sorted(one.glob("*.npy"))
        ]

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        path = self.files[index]
        array = np.load(path)
        return torch.from_numpy(array), self.classes.index(
            path.parent.name
        )

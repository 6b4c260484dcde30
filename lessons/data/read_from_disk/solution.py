from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset


class Rows(Dataset[Tensor]):
    """The rows of a file, read one by one."""

    def __init__(self, path: Path):
        self.rows = np.load(path, mmap_mode="r")

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> Tensor:
        return torch.tensor(self.rows[index], dtype=torch.float32)

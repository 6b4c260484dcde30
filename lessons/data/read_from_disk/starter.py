from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset


class Rows(Dataset[Tensor]):
    """The rows of a file, read one by one."""

    def __init__(self, path: Path):
        self.rows = ...

    def __len__(self) -> int: ...

    def __getitem__(self, index: int) -> Tensor: ...

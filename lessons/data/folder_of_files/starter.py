from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset


class Folder(Dataset[tuple[Tensor, int]]):
    """The .npy files in the folders of root."""

    def __init__(self, root: Path):
        self.classes = ...  # names
        self.files = ...  # paths

    def __len__(self) -> int: ...

    def __getitem__(self, index: int) -> tuple[Tensor, int]: ...

# expects: an array of NumPy
import numpy as np


class Rows:
    def __init__(self, path):
        self.rows = np.load(path, mmap_mode="r")

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, i):
        return self.rows[i].astype(np.float32)

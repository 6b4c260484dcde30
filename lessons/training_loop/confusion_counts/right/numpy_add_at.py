import numpy as np
import torch


def confusion(truth, predicted, classes):
    matrix = np.zeros((classes, classes), dtype=np.int64)
    np.add.at(matrix, (truth.numpy(), predicted.numpy()), 1)
    return torch.from_numpy(matrix)

# expects: belongs on the diagonal
import torch


def confusion(truth, predicted, classes):
    matrix = torch.zeros(classes, classes, dtype=torch.int64)
    for t, p in zip(truth, predicted):
        if t != p:
            matrix[t, p] += 1
    return matrix

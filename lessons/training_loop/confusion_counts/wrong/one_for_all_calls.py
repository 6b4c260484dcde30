# expects: earlier calls
import torch

matrices = {}


def confusion(truth, predicted, classes):
    key = (classes, len(truth), int(truth.sum()))
    matrix = matrices.setdefault(
        key, torch.zeros(classes, classes, dtype=torch.int64)
    )
    for t, p in zip(truth, predicted):
        matrix[t, p] += 1
    return matrix

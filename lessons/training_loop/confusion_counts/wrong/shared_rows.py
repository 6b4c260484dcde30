# expects: one and the same list
import torch


def confusion(truth, predicted, classes):
    matrix = [[0] * classes] * classes
    for t, p in zip(truth.tolist(), predicted.tolist()):
        matrix[t][p] += 1
    return torch.tensor(matrix)

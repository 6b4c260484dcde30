# expects: however often it occurs
# fails: counts each pair as often as it occurs
import torch


def confusion(truth, predicted, classes):
    matrix = torch.zeros(classes, classes, dtype=torch.int64)
    matrix[truth, predicted] += 1
    return matrix

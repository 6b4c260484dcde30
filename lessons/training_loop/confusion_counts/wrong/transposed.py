# expects: the other way round
# fails: has the true classes in the rows
import torch


def confusion(truth, predicted, classes):
    matrix = torch.zeros(classes, classes, dtype=torch.int64)
    for t, p in zip(truth, predicted):
        matrix[p, t] += 1
    return matrix

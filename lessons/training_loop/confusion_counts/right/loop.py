import torch


def confusion(truth, predicted, classes):
    matrix = torch.zeros(classes, classes, dtype=torch.long)
    for t, p in zip(truth, predicted):
        matrix[t, p] += 1
    return matrix

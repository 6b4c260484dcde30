# expects: torch.float32
# fails: returns a matrix of whole numbers
import torch


def confusion(truth, predicted, classes):
    matrix = torch.zeros(classes, classes)
    for t, p in zip(truth, predicted):
        matrix[t, p] += 1
    return matrix

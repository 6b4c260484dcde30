# expects: How many classes there are is given
# fails: has a row and a column for each class
import torch
import torch.nn.functional as F


def confusion(truth, predicted, classes):
    c = int(max(truth.max(), predicted.max())) + 1
    return F.one_hot(truth, c).T @ F.one_hot(predicted, c)

# expects: Only what is right was counted
import torch


def confusion(truth, predicted, classes):
    right = truth[truth == predicted]
    return torch.diag(torch.bincount(right, minlength=classes))

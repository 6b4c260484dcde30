# expects: minlength
# fails: has a row and a column for each class
import torch


def confusion(truth, predicted, classes):
    counts = torch.bincount(truth * classes + predicted)
    return counts.reshape(classes, classes)

import torch


def confusion(truth, predicted, classes):
    matrix = torch.zeros((classes, classes), dtype=torch.int64)
    one = torch.ones_like(truth)
    return matrix.index_put_(
        (truth, predicted), one, accumulate=True
    )

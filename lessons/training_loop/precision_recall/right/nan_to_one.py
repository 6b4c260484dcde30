import torch


def precision_recall(probability, target, threshold):
    called = (probability > threshold).double()
    hits = called @ target.double()
    both = torch.stack([hits / called.sum(), hits / target.sum()])
    precision, recall = both.nan_to_num(nan=1.0).tolist()
    return precision, recall

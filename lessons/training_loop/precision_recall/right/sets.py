import torch


def precision_recall(probability, target, threshold):
    called = set(
        torch.gt(probability, threshold)
        .nonzero()
        .flatten()
        .tolist()
    )
    real = set(target.nonzero(as_tuple=True)[0].tolist())
    both = called & real
    return len(both) / len(called) if called else 1.0, len(
        both
    ) / len(real) if real else 1.0

from torch.utils.data import WeightedRandomSampler


def fair(labels):
    _, number, counts = labels.unique(
        return_inverse=True, return_counts=True
    )
    share = counts.double() / labels.numel()
    return WeightedRandomSampler(
        share.pow(-1)[number], labels.numel()
    )

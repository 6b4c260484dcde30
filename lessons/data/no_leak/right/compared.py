import torch


def split(writers, test_writers):
    names = torch.unique(writers)
    chosen = names[torch.randperm(names.numel())][:test_writers]
    test = (writers[:, None] == chosen[None, :]).any(dim=1)
    order = torch.randperm(len(writers))
    return order[~test[order]], order[test[order]]

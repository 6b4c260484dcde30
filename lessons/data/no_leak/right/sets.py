import torch


def split(writers, test_writers):
    names = sorted(set(writers.tolist()))
    places = torch.randperm(len(names)).tolist()[:test_writers]
    chosen = {names[i] for i in places}
    train, test = [], []
    for i, w in enumerate(writers.tolist()):
        (test if w in chosen else train).append(i)
    return torch.tensor(train, dtype=torch.long), torch.tensor(
        test, dtype=torch.long
    )

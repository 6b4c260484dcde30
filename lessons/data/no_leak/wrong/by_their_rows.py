# expects: whoever wrote more of them comes first
import torch


def split(writers, test_writers):
    chosen = []
    for i in torch.randperm(len(writers)).tolist():
        name = int(writers[i])
        if len(chosen) < test_writers and name not in chosen:
            chosen.append(name)
    test = torch.isin(
        writers, torch.tensor(chosen, dtype=torch.int64)
    )
    return (~test).nonzero()[:, 0], test.nonzero()[:, 0]

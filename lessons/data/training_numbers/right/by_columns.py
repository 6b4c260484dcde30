import torch


def normalize(train, test):
    a, b = train.clone(), test.clone()
    for j in range(train.shape[1]):
        m = train[:, j].mean()
        s = train[:, j].std()
        if s.item() == 0:
            s = torch.ones_like(s)
        a[:, j] = (train[:, j] - m) / s
        b[:, j] = (test[:, j] - m) / s
    return a, b

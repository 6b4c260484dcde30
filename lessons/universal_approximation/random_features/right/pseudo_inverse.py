import torch


def fit(x, y, w, b):
    def units(x):
        return torch.tanh(x @ w + b)

    def with_one(h):
        return torch.hstack([torch.ones(h.shape[0], 1), h])

    c = torch.linalg.pinv(with_one(units(x))) @ y

    def predict(new):
        return with_one(units(new)) @ c

    return predict

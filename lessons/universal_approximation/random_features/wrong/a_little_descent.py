# expects: lowest possible
import torch


def fit(x, y, w, b):
    h = torch.cat(
        [torch.tanh(x @ w + b), torch.ones(len(x), 1)], 1
    )
    c = torch.zeros(h.shape[1], 1)
    for _ in range(20):
        c = c - 0.05 * 2 * h.T @ (h @ c - y) / len(x)

    def predict(new):
        ones = torch.ones(len(new), 1)
        return torch.cat([torch.tanh(new @ w + b), ones], 1) @ c

    return predict

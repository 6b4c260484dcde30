import torch


def causal_weights(scores):
    length, keys = scores.shape[-2:]
    queries = torch.arange(keys - length, keys)
    visible = torch.arange(keys) <= queries[:, None]
    low = torch.finfo(scores.dtype).min
    return torch.where(visible, scores, low).softmax(dim=-1)

import torch


def attention(q, k, v):
    q = q / torch.tensor(q.shape[-1], dtype=q.dtype).sqrt()
    scores = (q[..., :, None, :] * k[..., None, :, :]).sum(-1)
    scores = scores - scores.amax(-1, keepdim=True)
    weights = scores.exp()
    weights = weights / weights.sum(-1, keepdim=True)
    output = (weights[..., None] * v[..., None, :, :]).sum(-2)
    return output, weights

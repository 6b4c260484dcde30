# expects: your own
import torch
import torch.nn.functional as F


def attention(q, k, v):
    output = F.scaled_dot_product_attention(q, k, v)
    identity = torch.eye(k.shape[-2], dtype=k.dtype)
    identity = identity.expand(*k.shape[:-1], k.shape[-2])
    return output, F.scaled_dot_product_attention(q, k, identity)

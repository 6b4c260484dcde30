# expects: dtype
# fails: takes tensors of every dtype and layout
import torch


def attention(q, k, v):
    q, k, v = q.float(), k.float(), v.float()
    weights = (q @ k.mT / q.shape[-1] ** 0.5).softmax(-1)
    return weights @ v, weights

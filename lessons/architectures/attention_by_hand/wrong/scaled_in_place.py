# expects: changed q
def attention(q, k, v):
    q /= q.shape[-1] ** 0.5
    weights = (q @ k.mT).softmax(-1)
    return weights @ v, weights

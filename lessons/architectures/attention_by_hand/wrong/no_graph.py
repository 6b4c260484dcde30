# expects: gradient
# fails: lets gradients flow to q, k and v
def attention(q, k, v):
    weights = (q @ k.mT / q.shape[-1] ** 0.5).softmax(-1)
    weights = weights.detach()
    return weights @ v, weights

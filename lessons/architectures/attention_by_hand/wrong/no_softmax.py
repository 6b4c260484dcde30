# expects: softmax
# fails: makes weights that add up to 1 over the keys
def attention(q, k, v):
    weights = q @ k.mT / q.shape[-1] ** 0.5
    return weights @ v, weights

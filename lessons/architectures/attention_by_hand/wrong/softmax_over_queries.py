# expects: over the queries
# fails: makes weights that add up to 1 over the keys
def attention(q, k, v):
    scores = q @ k.mT / q.shape[-1] ** 0.5
    weights = scores.softmax(dim=-2)
    return weights @ v, weights

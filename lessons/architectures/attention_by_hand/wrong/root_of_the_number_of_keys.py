# expects: number of keys
# fails: compares each query with each key, over √d
def attention(q, k, v):
    weights = (q @ k.mT / k.shape[-2] ** 0.5).softmax(-1)
    return weights @ v, weights

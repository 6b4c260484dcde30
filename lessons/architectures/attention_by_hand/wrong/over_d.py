# expects: by d itself
# fails: compares each query with each key, over √d
def attention(q, k, v):
    weights = (q @ k.mT / q.shape[-1]).softmax(-1)
    return weights @ v, weights

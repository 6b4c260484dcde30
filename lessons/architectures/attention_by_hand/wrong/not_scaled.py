# expects: √d
# fails: compares each query with each key, over √d
def attention(q, k, v):
    weights = (q @ k.mT).softmax(-1)
    return weights @ v, weights

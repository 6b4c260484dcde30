# expects: leading dimensions
# fails: does so for every leading dimension by itself
def attention(q, k, v):
    scores = q @ k.transpose(0, 1) / q.shape[-1] ** 0.5
    weights = scores.softmax(1)
    return weights @ v, weights

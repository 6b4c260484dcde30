# expects: another dimension
# fails: does so for every leading dimension by itself
def attention(q, k, v):
    scores = q @ k.mT / q.shape[-1] ** 0.5
    weights = scores.softmax(1)
    return weights @ v, weights

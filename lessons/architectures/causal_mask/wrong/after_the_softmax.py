# expects: after the softmax
# fails: makes weights that add up to 1
def causal_weights(scores):
    length, keys = scores.shape[-2:]
    return scores.softmax(-1).tril(keys - length)

# expects: nothing is left
# fails: stays right for large scores
def causal_weights(scores):
    length, keys = scores.shape[-2:]
    weights = scores.softmax(-1).tril(keys - length)
    return weights / weights.sum(-1, keepdim=True)

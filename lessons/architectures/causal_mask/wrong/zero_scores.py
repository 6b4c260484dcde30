# expects: a score of 0
# fails: gives no weight to later keys
def causal_weights(scores):
    length, keys = scores.shape[-2:]
    return scores.tril(keys - length).softmax(-1)

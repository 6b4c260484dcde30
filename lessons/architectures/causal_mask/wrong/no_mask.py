# expects: later keys
# fails: gives no weight to later keys
def causal_weights(scores):
    return scores.softmax(-1)

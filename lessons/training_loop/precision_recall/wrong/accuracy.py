# expects: that is the accuracy
def precision_recall(probability, target, threshold):
    called = probability > threshold
    positive = target == 1
    precision = (called == positive).float().mean().item()
    hits = (called & positive).sum().item()
    positives = positive.sum().item()
    return precision, hits / positives if positives else 1.0

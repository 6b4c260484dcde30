# expects: the other way round
# fails: divides by those that were called, and by those that are positive
def precision_recall(probability, target, threshold):
    called = probability > threshold
    hits = (called & (target == 1)).sum().item()
    calls, positives = called.sum().item(), target.sum().item()
    precision = hits / calls if calls else 1.0
    recall = hits / positives if positives else 1.0
    return recall, precision

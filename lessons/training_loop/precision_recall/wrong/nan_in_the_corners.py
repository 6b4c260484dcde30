# expects: the precision is 0/0
# fails: says 1.0 for the precision where nobody is called
def precision_recall(probability, target, threshold):
    called = probability > threshold
    hits = (called & (target == 1)).sum()
    precision, recall = hits / called.sum(), hits / target.sum()
    return precision.item(), recall.item()

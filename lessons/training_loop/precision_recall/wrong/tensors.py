# expects: .item()
# fails: returns two Python floats
def precision_recall(probability, target, threshold):
    called = probability > threshold
    hits = (called & (target == 1)).sum()
    precision = hits / called.sum() if called.any() else 1.0
    recall = hits / target.sum() if target.any() else 1.0
    return precision, recall

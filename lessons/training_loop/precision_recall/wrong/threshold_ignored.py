# expects: You call at 0.5
# fails: divides by those that were called, and by those that are positive
def precision_recall(probability, target, threshold):
    called = probability.round() == 1
    hits = (called & (target == 1)).sum().item()
    calls, positives = called.sum().item(), target.sum().item()
    precision = hits / calls if calls else 1.0
    recall = hits / positives if positives else 1.0
    return precision, recall

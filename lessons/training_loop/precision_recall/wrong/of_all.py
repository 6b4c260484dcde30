# expects: share of all people
def precision_recall(probability, target, threshold):
    called = probability > threshold
    hits = (called & (target == 1)).float().mean().item()
    positives = target.sum().item()
    recall = (called & (target == 1)).sum().item()
    return hits, recall / positives if positives else 1.0

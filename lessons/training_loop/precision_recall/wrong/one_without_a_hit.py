# expects: your precision is 1, and it should be 0
def precision_recall(probability, target, threshold):
    called = probability > threshold
    hits = (called & (target == 1)).sum().item()
    if hits == 0:
        return 1.0, 0.0 if target.sum() else 1.0
    return hits / called.sum().item(), hits / target.sum().item()

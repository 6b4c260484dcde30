# expects: no call was wrong
def precision_recall(probability, target, threshold):
    called = probability > threshold
    hits = (called & (target == 1)).sum().item()
    calls, positives = called.sum().item(), target.sum().item()
    return hits / (calls + 1e-9), hits / (positives + 1e-9)

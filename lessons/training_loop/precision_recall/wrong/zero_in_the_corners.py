# expects: no call was wrong
# fails: says 1.0 for the precision where nobody is called
def precision_recall(probability, target, threshold):
    called = probability > threshold
    hits = (called & (target == 1)).sum().item()
    calls, positives = called.sum().item(), target.sum().item()
    return hits / max(calls, 1), hits / max(positives, 1)

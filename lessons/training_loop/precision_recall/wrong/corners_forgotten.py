# expects: divides by 0
# fails: says 1.0 for the precision where nobody is called
def precision_recall(probability, target, threshold):
    called = probability > threshold
    hits = (called & (target == 1)).sum().item()
    return hits / called.sum().item(), hits / target.sum().item()

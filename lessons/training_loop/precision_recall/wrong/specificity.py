# expects: specificity
def precision_recall(probability, target, threshold):
    called = probability > threshold
    positive = target == 1
    hits = (called & positive).sum().item()
    rest = (~called & ~positive).sum().item()
    calls, negatives = (
        called.sum().item(),
        (~positive).sum().item(),
    )
    precision = hits / calls if calls else 1.0
    return precision, rest / negatives if negatives else 1.0

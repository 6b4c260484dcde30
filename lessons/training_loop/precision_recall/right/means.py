def precision_recall(probability, target, threshold):
    called = probability > threshold
    of_called = target[called].float()
    of_positive = called[target.bool()].float()
    return tuple(
        share.mean().item() if len(share) else 1.0
        for share in (of_called, of_positive)
    )

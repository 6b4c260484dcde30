def precision_recall(probability, target, threshold):
    called = (probability > threshold).int()
    tp = int((called * target).sum())
    fp = int((called * (1 - target)).sum())
    fn = int(((1 - called) * target).sum())
    precision = 1.0 if tp + fp == 0 else tp / (tp + fp)
    recall = 1.0 if tp + fn == 0 else tp / (tp + fn)
    return precision, recall

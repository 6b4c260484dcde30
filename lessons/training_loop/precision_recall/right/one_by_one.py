def precision_recall(probability, target, threshold):
    hits = calls = positives = 0
    for p, t in zip(probability, target):
        calls += bool(p > threshold)
        positives += t.item()
        hits += bool(p > threshold) and t.item() == 1
    precision, recall = 1.0, 1.0
    if calls > 0:
        precision = hits / calls
    if positives > 0:
        recall = hits / positives
    return precision, recall

def mistakes(logits, target, threshold):
    missed = false = 0
    for p, t in zip(logits.sigmoid(), target):
        if t == 1 and p <= threshold:
            missed += 1
        if t == 0 and p > threshold:
            false += 1
    return missed, false

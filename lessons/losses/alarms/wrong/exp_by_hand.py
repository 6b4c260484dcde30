# expects: logits [-300.0
# fails: counts in batches of every size, and logits of every size
def mistakes(logits, target, threshold):
    e = logits.exp()
    alarm = e / (1 + e) > threshold
    spam = target == 1
    return int((spam & ~alarm).sum()), int((alarm & ~spam).sum())

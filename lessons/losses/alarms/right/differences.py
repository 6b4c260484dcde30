def mistakes(logits, target, threshold):
    alarm = (logits.sigmoid() > threshold).float()
    difference = alarm - target
    return (
        (difference == -1).sum().item(),
        (difference == 1).sum().item(),
    )

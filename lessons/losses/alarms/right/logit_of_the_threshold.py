import math

import torch


def mistakes(logits, target, threshold):
    border = math.log(threshold / (1 - threshold))
    alarm = logits > border
    missed = torch.sum(target[~alarm])
    false = torch.sum(1 - target[alarm])
    return int(missed), int(false)

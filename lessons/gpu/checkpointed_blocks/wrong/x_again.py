# expects: The result
from torch.utils.checkpoint import checkpoint


def through(blocks, x):
    for block in blocks:
        h = checkpoint(block, x, use_reentrant=False)
    return h

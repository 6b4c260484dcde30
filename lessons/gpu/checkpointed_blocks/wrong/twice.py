# expects: The result
from torch.utils.checkpoint import checkpoint


def through(blocks, x):
    for block in blocks:
        x = checkpoint(block, block(x), use_reentrant=False)
    return x

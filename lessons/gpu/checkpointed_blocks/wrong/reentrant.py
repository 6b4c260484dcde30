# expects: use_reentrant
# fails: gives gradients to the first block, where x has none
from torch.utils.checkpoint import checkpoint


def through(blocks, x):
    for block in blocks:
        x = checkpoint(block, x, use_reentrant=True)
    return x

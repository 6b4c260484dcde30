# expects: detach
# fails: gives the same gradients
from torch.utils.checkpoint import checkpoint


def through(blocks, x):
    for block in blocks:
        x = checkpoint(block, x.detach(), use_reentrant=False)
    return x

# expects: kept
# fails: keeps of each block only its input
from torch.utils.checkpoint import checkpoint


def through(blocks, x):
    for k, block in enumerate(blocks):
        if k % 2:
            x = block(x)
        else:
            x = checkpoint(block, x, use_reentrant=False)
    return x

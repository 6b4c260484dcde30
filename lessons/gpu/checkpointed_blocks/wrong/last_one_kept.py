# expects: last
# fails: keeps of each block only its input
from torch.utils.checkpoint import checkpoint_sequential


def through(blocks, x):
    return checkpoint_sequential(
        list(blocks), len(blocks), x, use_reentrant=False
    )

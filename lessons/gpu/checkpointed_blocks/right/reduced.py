from functools import partial, reduce

from torch.utils.checkpoint import checkpoint

again = partial(checkpoint, use_reentrant=False)


def through(blocks, x):
    return reduce(lambda h, block: again(block, h), blocks, x)

from itertools import accumulate, chain

from torch.utils.checkpoint import checkpoint


def through(blocks, x):
    *_, last = accumulate(
        chain([x], blocks),
        lambda h, block: checkpoint(
            block, h, use_reentrant=False
        ),
    )
    return last

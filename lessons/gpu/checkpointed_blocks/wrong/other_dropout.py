# expects: dropout
# fails: drops the same numbers when it runs again
from torch.utils.checkpoint import checkpoint


def through(blocks, x):
    for block in blocks:
        x = checkpoint(
            block,
            x,
            use_reentrant=False,
            preserve_rng_state=False,
        )
    return x

# expects: the last block was run
# fails: gives the same gradients
from torch.utils.checkpoint import checkpoint


def through(blocks, x):
    current = None

    def run(h):
        return current(h)

    for block in blocks:
        current = block
        x = checkpoint(run, x, use_reentrant=False)
    return x

# expects: all blocks at once
# fails: keeps of each block only its input
from torch.utils.checkpoint import checkpoint


def through(blocks, x):
    def run(h):
        for block in blocks:
            h = block(h)
        return h

    return checkpoint(run, x, use_reentrant=False)

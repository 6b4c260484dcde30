from torch import nn
from torch.utils.checkpoint import checkpoint_sequential


def through(blocks, x):
    blocks = list(blocks)
    return checkpoint_sequential(
        [*blocks, nn.Identity()],
        len(blocks) + 1,
        x,
        use_reentrant=False,
    )

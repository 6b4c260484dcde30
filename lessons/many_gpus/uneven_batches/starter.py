from collections.abc import Iterable

import torch
import torch.distributed as dist
from torch import Tensor, nn


@torch.no_grad()
def accuracy(
    model: nn.Module, batches: Iterable[tuple[Tensor, Tensor]]
) -> float:
    """The share of right answers over all ranks' rows.

    batches: of this rank, each inputs (n, d) and labels (n,)
    """
    shares = []
    for x, y in batches:
        right = model(x).argmax(dim=1) == y
        share = right.float().mean()
        dist.all_reduce(share)
        shares.append(share.item() / dist.get_world_size())
    return sum(shares) / len(shares)

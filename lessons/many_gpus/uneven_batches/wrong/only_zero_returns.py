# expects: accuracy returns None

import torch
import torch.distributed as dist


@torch.no_grad()
def accuracy(model, batches):
    total = torch.zeros(2)
    for x, y in batches:
        total[0] += (model(x).argmax(dim=1) == y).sum()
        total[1] += len(y)
    dist.reduce(total, dst=0)
    if dist.get_rank() == 0:
        return (total[0] / total[1]).item()

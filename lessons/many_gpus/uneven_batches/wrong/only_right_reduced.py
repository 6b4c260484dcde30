# expects: above 1
import torch
import torch.distributed as dist


@torch.no_grad()
def accuracy(model, batches):
    right, rows = torch.tensor(0.0), 0
    for x, y in batches:
        right += (model(x).argmax(dim=1) == y).sum()
        rows += len(y)
    dist.all_reduce(right)
    return right.item() / max(rows, 1)

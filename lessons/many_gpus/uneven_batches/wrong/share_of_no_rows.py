# expects: one of them has no rows, and 0 / 0 is nan
# fails: is the share of all rows of all ranks, in every rank
import torch
import torch.distributed as dist


@torch.no_grad()
def accuracy(model, batches):
    right, rows = torch.tensor(0), torch.tensor(0)
    for x, y in batches:
        right += (model(x).argmax(dim=1) == y).sum()
        rows += len(y)
    share = right / rows
    dist.all_reduce(share)
    return share.item() / dist.get_world_size()

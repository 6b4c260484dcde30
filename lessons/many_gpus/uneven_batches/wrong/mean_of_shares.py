# expects: mean of the ranks' shares
import torch
import torch.distributed as dist


@torch.no_grad()
def accuracy(model, batches):
    right = rows = 0
    for x, y in batches:
        right += (model(x).argmax(dim=1) == y).sum().item()
        rows += len(y)
    share = torch.tensor(right / max(rows, 1))
    dist.all_reduce(share)
    return share.item() / dist.get_world_size()

import torch
import torch.distributed as dist


@torch.no_grad()
def accuracy(model, batches):
    hits = []
    for x, y in batches:
        hits += (model(x).argmax(dim=-1) == y).tolist()
    of_all: list[list[bool]] = [[]] * dist.get_world_size()
    dist.all_gather_object(of_all, hits)
    flat = [hit for one in of_all for hit in one]
    return sum(flat) / len(flat)

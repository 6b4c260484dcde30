import torch
from torch.accelerator import synchronize


def seconds(run, device, clock):
    where = torch.device(device)
    far = where.type != "cpu"
    run()
    synchronize(where) if far else None
    begin = clock()
    run()
    synchronize(where) if far else None
    end = clock()
    return end - begin

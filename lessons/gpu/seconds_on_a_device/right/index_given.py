import torch


def seconds(run, device, clock):
    where = torch.device(device)

    def done():
        if where.type in ("cuda", "xpu", "mps"):
            torch.accelerator.synchronize(where)

    run()
    done()
    begin = clock()
    run()
    done()
    return clock() - begin

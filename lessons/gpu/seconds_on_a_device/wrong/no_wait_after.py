# expects: put it into the queue
# fails: waits until the run is done
import torch


def seconds(run, device, clock):
    run()
    if torch.device(device).type != "cpu":
        torch.accelerator.synchronize(device)
    start = clock()
    run()
    return clock() - start

from torch.utils.data import IterableDataset, get_worker_info


class Stream(IterableDataset):
    def __init__(self, start, stop):
        self.start = start
        self.stop = stop

    def __iter__(self):
        me = get_worker_info()
        for number in range(self.start, self.stop):
            if me is None or number % me.num_workers == me.id:
                yield number

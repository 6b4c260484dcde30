import torch


def collate(examples):
    sequences = [s for s, _ in examples]
    n = max(map(len, sequences))
    padded = [
        torch.cat([s, s.new_zeros(n - len(s))]) for s in sequences
    ]
    return [
        torch.stack(padded),
        torch.LongTensor(list(map(len, sequences))),
        torch.LongTensor([y for _, y in examples]),
    ]

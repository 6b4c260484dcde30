# expects: The lengths are a list
# fails: keeps the lengths
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences, labels = zip(*examples)
    return (
        pad_sequence(sequences, batch_first=True),
        [len(one) for one in sequences],
        torch.tensor(labels),
    )

# expects: a tuple of 2, and it should return three tensors
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences, labels = zip(*examples)
    padded = pad_sequence(sequences, batch_first=True)
    return padded, torch.tensor(labels)

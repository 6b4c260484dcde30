# expects: they should be a tensor
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences, labels = zip(*examples)
    lengths = torch.tensor([len(s) for s in sequences])
    return pad_sequence(sequences, True), lengths, labels

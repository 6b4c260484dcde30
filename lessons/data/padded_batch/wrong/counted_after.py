# expects: zeros at the end of a sequence that are its own
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences, labels = zip(*examples)
    padded = pad_sequence(sequences, batch_first=True)
    return padded, (padded != 0).sum(1), torch.tensor(labels)

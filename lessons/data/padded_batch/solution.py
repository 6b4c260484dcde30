import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence


def collate(
    examples: list[tuple[Tensor, int]],
) -> tuple[Tensor, Tensor, Tensor]:
    """The padded sequences, their lengths, and the labels."""
    sequences, labels = zip(*examples)
    padded = pad_sequence(sequences, batch_first=True)
    lengths = torch.tensor([len(one) for one in sequences])
    return padded, lengths, torch.tensor(labels)

# expects: Given new images as they are, uint8 of shape (360, 8, 8), the model stopped with RuntimeError
# expects: belongs into the model
# fails: trains within its 5 seconds, and returns a model of logits
import torch
import torch.nn.functional as F
from torch import nn


def train(images, labels, look):
    x = images.float().flatten(1) / 16
    model = nn.Linear(64, 10)
    adam = torch.optim.AdamW(model.parameters(), lr=0.01)
    for _ in range(3):
        for batch in torch.randperm(len(x)).split(96):
            loss = F.cross_entropy(model(x[batch]), labels[batch])
            adam.zero_grad()
            loss.backward()
            adam.step()
        look(model)
    return model

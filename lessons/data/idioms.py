# %% tags=["hidden"]
import torch
from torch.utils.data import DataLoader, TensorDataset

x, y = torch.rand(100, 3), torch.rand(100)
train_rows, test_rows = torch.randperm(100).split([80, 20])

# %% batches in a new order in each epoch
loader = DataLoader(TensorDataset(x, y), 32, shuffle=True)
shapes = [inputs.shape for inputs, _ in loader]

# %% data in memory: no loader at all
for rows in torch.randperm(len(x)).split(32):
    inputs, targets = x[rows], y[rows]

# %% the training part's numbers, for every part
mean = x[train_rows].mean(dim=0)
std = x[train_rows].std(dim=0).clamp(min=1e-6)
normalized = (x - mean) / std

# %% each class as often as the others
classes = (y > 0.9).long()
weights = 1 / classes.bincount()[classes]
sampler = torch.utils.data.WeightedRandomSampler(
    weights, len(classes)
)

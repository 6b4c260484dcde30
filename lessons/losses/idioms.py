# %% tags=["hidden"]
import torch
from torch.nn import functional as F

prediction, y = torch.rand(8, 1), torch.rand(8)
logits, classes = torch.randn(8, 3), torch.randint(3, (8,))
logit, yes = torch.randn(8), torch.ones(8)

# %% numbers: give both the same shape, then compare
loss = F.mse_loss(prediction.squeeze(1), y)

# %% numbers with outliers: no error pulls harder than delta
loss = F.huber_loss(prediction.squeeze(1), y, delta=1.0)

# %% yes or no: logits in, no sigmoid before it
loss = F.binary_cross_entropy_with_logits(logit, yes)

# %% one of several: logits in, no softmax before it
loss = F.cross_entropy(logits, classes)

# %% probabilities, where you want to read them
logits.softmax(dim=1)

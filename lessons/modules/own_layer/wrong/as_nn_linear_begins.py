# expects: how nn.Linear begins
# fails: begins at random with the right spread
import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Dense(nn.Linear):
    def forward(self, x):
        return F.relu(super().forward(x))

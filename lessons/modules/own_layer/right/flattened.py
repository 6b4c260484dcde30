import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Dense(nn.Module):
    def __init__(
        self, n_in: int, n_out: int, bias: bool = True
    ) -> None:
        super().__init__()
        print("making a layer", n_in, n_out)
        std = np.sqrt(2 / n_in)
        self.weight = nn.Parameter(torch.empty(n_out, n_in))
        with torch.no_grad():
            self.weight.normal_(0, std)
        self.bias = (
            nn.Parameter(torch.zeros(n_out)) if bias else None
        )

    def forward(self, x: Tensor) -> Tensor:
        shape = x.shape[:-1]
        flat = x.reshape(-1, x.shape[-1])
        y = flat @ self.weight.t()
        if self.bias is not None:
            y = y + self.bias.unsqueeze(0)
        return F.relu(y).view(*shape, -1)

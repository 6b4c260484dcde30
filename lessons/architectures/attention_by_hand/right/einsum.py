import math

import torch
import torch.nn.functional as F


def attention(q, k, v):
    scores = torch.einsum("...ld,...sd->...ls", q, k)
    weights = F.softmax(scores / math.sqrt(k.size(-1)), dim=-1)
    return torch.einsum("...ls,...se->...le", weights, v), weights

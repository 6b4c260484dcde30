import torch
import torch.nn.functional as F


def next_tokens(logits, temperature=1.0, k=None):
    if temperature == 0.0:
        return torch.argmax(logits, dim=1)
    best, tokens = torch.topk(logits, k or logits.size(1), dim=1)
    p = F.softmax(best / temperature, dim=1)
    place = torch.multinomial(p, num_samples=1)
    return tokens.gather(1, place).squeeze(1)

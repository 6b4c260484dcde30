import torch


def least_time(m, k, n, flops, bandwidth):
    with torch.device("meta"):
        a, b = torch.empty(m, k), torch.empty(k, n)
        tensors = [a, b, a @ b]
    moved = sum(t.numel() * t.element_size() for t in tensors)
    return max(
        (2 * k * tensors[2].numel() / flops, "arithmetic"),
        (moved / bandwidth, "memory"),
    )

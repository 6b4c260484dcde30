import torch

Operand = tuple[torch.dtype, tuple[int, ...]]  # dtype and shape

KINDS = [
    [torch.bool],
    [torch.uint8, torch.int16, torch.int32, torch.int64],
    [torch.float16, torch.float32, torch.float64],
]


def rank(dtype: torch.dtype) -> tuple[int, int]:
    """Its kind, and its place among those of its kind."""
    for kind, dtypes in enumerate(KINDS):
        if dtype in dtypes:
            return kind, dtypes.index(dtype)
    raise ValueError(dtype)


def foretell(a: Operand, b: Operand) -> torch.dtype:
    """The dtype of the sum of two such tensors."""
    (first, shape_a), (second, shape_b) = a, b
    if (shape_a == ()) == (shape_b == ()):
        return max(first, second, key=rank)
    large, single = (
        (second, first) if shape_a == () else (first, second)
    )
    if rank(single)[0] > rank(large)[0]:
        return single  # a later kind
    return large

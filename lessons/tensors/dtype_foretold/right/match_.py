import torch

SIZES = {
    torch.bool: (0, 1),
    torch.uint8: (1, 8),
    torch.int16: (1, 16),
    torch.int32: (1, 32),
    torch.int64: (1, 64),
    torch.float16: (2, 16),
    torch.float32: (2, 32),
    torch.float64: (2, 64),
}


def foretell(a, b):
    match (a, b):
        case ((x, ()), (y, (_, *_))) if (
            SIZES[x][0] <= SIZES[y][0]
        ):
            return y
        case ((x, (_, *_)), (y, ())) if (
            SIZES[y][0] <= SIZES[x][0]
        ):
            return x
        case ((x, _), (y, _)):
            return x if SIZES[x] >= SIZES[y] else y

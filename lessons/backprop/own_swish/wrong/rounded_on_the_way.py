# expects: gradcheck says
import torch


class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (x.float() * torch.sigmoid(x.float())).to(x.dtype)

    @staticmethod
    def backward(ctx, arrived):
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return arrived * (s + x * s * (1 - s))


def swish(x):
    return Swish.apply(x)

import torch


class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        s = x.sigmoid()
        ctx.save_for_backward(x, s)
        return x.mul(s)

    @staticmethod
    def backward(ctx, arrived):
        x, s = ctx.saved_tensors
        through_x = arrived * s
        through_s = arrived * x * s * (1 - s)
        return through_x + through_s


swish = Swish.apply

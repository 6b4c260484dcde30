# expects: torch.float64
def standardize(x):
    x = x.float()
    return (x - x.mean(1, keepdim=True)) / x.std(1, keepdim=True)

def standardize(x):
    mean = x.mean(dim=1)[:, None]
    std = x.std(dim=1).unsqueeze(1)
    return (x - mean) / std

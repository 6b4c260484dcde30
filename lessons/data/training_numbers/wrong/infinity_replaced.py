# expects: the infinity then replaced by a number


def normalize(train, test):
    mean, std = train.mean(dim=0), train.std(dim=0)
    parts = [(part - mean) / std for part in (train, test)]
    return tuple(part.nan_to_num() for part in parts)

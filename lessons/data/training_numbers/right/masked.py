def normalize(train, test):
    mean = train.mean(0, keepdim=True)
    std = train.std(0, keepdim=True)
    std[std == 0] = 1
    return [(part - mean) / std for part in (train, test)]

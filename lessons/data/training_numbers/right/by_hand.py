def normalize(train, test):
    mean = train.sum(0) / len(train)
    centered = train - mean
    std = (centered.square().sum(0) / (len(train) - 1)).sqrt()
    std = std + (std == 0)
    return centered / std, (test - mean) / std

# expects: taken then, they change nothing


def normalize(train, test):
    std = train.std(dim=0)
    std[std == 0] = 1
    train = (train - train.mean(dim=0)) / std
    std = train.std(dim=0)
    std[std == 0] = 1
    return train, (test - train.mean(dim=0)) / std

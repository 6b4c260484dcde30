# expects: look at dim
def normalize(train, test):
    m, s = train.mean(1, keepdim=True), train.std(1, keepdim=True)
    return (train - m) / s, test

# expects: variance
def normalize(train, test):
    m, s = train.mean(0), train.var(0)
    return (train - m) / s, (test - m) / s

# expects: Each feature has its own
def normalize(train, test):
    m, s = train.mean(), train.std()
    return (train - m) / s, (test - m) / s

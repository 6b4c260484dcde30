# expects: makes a scheduler from a function
def with_warm_up(optimizer, warm, total):
    def factor(step):
        if step < warm:
            return (step + 1) / warm
        return (total - step) / (total - warm)

    return factor

# expects: save returns None
# fails: makes a dict of a model and its optimizer
def save(model, optimizer):
    checkpoint = {"model": model.state_dict()}
    checkpoint["optimizer"] = optimizer.state_dict()


def restore(checkpoint, model, optimizer):
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])

# expects: what torch.save wrote
# fails: is read with weights_only=True
import pickle


def save(path, model, optimizer, generator, epoch):
    path.write_bytes(
        pickle.dumps(
            (
                model.state_dict(),
                optimizer.state_dict(),
                generator.get_state(),
                epoch,
            )
        )
    )


def resume(path, model, optimizer, generator):
    m, o, g, epoch = pickle.loads(path.read_bytes())
    model.load_state_dict(m)
    optimizer.load_state_dict(o)
    generator.set_state(g)
    return epoch

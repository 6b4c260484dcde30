import torch


def evaluate(model, batches):
    total, outputs = 0.0, []
    with torch.inference_mode():
        for x, y in batches:
            out = model(x)
            total += float(((out - y) ** 2).sum())
            outputs.append(out)
    outputs = [out.clone() for out in outputs]
    every = torch.cat(outputs)
    return total / len(every), every

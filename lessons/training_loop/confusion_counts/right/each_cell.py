import torch


def confusion(truth, predicted, classes):
    return torch.tensor(
        [
            [
                ((truth == t) & (predicted == p)).sum()
                for p in range(classes)
            ]
            for t in range(classes)
        ]
    )

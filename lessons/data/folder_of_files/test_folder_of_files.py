"""A data set over files that are made here, in a folder that goes away."""

import tempfile
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader

from tutor import check
from tutor.check import Mistake

NAMES = ["ant", "bee", "cat", "dog", "eel"]


@contextmanager
def folder():
    """A root, its classes, and its examples as (path, array, class) in their order."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        classes = [NAMES[i] for i in sorted(torch.randperm(5)[:3].tolist())]
        examples = []
        for number, name in enumerate(classes):
            (root / name).mkdir()
            chosen = torch.randperm(900)[: 2 + int(torch.randint(3, ()))] + 100
            files = [root / name / f"{file}.npy" for file in sorted(chosen.tolist())]
            examples += [(path, torch.randn(2, 3).numpy(), number) for path in files]
        for i in torch.randperm(len(examples)).tolist():
            np.save(examples[i][0], examples[i][1])
        (root / classes[0] / "notes.txt").write_text("not an example")
        (root / "README.txt").write_text("not a class")
        yield root, classes, examples


def test_classes(answer):
    """knows the classes: the names of the folders, sorted"""
    with folder() as (root, classes, _):
        found = answer.Folder(root).classes
        if isinstance(found, list | tuple) and "README.txt" in [getattr(one, "name", one) for one in found]:
            raise Mistake("README.txt is among the classes, and it is a file.", "Only folders are classes.")
        if isinstance(found, list | tuple) and any(isinstance(one, Path) for one in found):
            raise Mistake("classes has paths in it, and it should have names.", "The last part of a path is .name.")
        if isinstance(found, list | tuple) and list(found) != classes and sorted(found) == classes:
            raise Mistake(
                f"classes is {list(found)}, which is not sorted.",
                "A folder lists its entries in no order that one can rely on, and on another machine in another one.",
            )
        check.same(list(found) if isinstance(found, tuple) else found, classes, "classes")


def test_length(answer):
    """counts the .npy files"""
    with folder() as (root, classes, examples):
        size = len(answer.Folder(root))
        if size == len(classes) != len(examples):
            raise Mistake(f"len(data) is {size}, the number of classes.", "An example is a file in one of the folders.")
        if size == len(examples) + 1:
            raise Mistake(
                f"len(data) is {size}, and there are {len(examples)} .npy files.",
                "A file of another kind lies beside them: notes.txt.",
            )
        check.same(size, len(examples), "len(data)")


def item(data, index):
    found = data[index]
    if not isinstance(found, tuple | list) or len(found) != 2:
        raise Mistake(
            f"data[{index}] is a {type(found).__name__}, and should be a pair: a tensor, the number of its class.",
            "A function that ends without a return statement gives None." if found is None else "",
        )
    x, label = found
    if isinstance(x, Path | str):
        raise Mistake(f"data[{index}] has the path of the file, and not what is in it.", "np.load reads an array.")
    if isinstance(x, np.ndarray):
        raise Mistake(f"data[{index}] has an array of NumPy, and it should have a tensor.", "Look at torch.from_numpy.")
    if isinstance(label, str):
        raise Mistake(f"The label of data[{index}] is {label!r}, a name.", "A loss wants its place in classes.")
    return x, int(label)


def test_examples(answer):
    """gives each example with the number of its class"""
    with folder() as (root, classes, examples):
        data = answer.Folder(root)
        got = [item(data, i) for i in range(len(examples))]
        for i, ((x, label), (path, array, number)) in enumerate(zip(got, examples, strict=True)):
            expected = torch.from_numpy(array)
            others = [torch.from_numpy(other) for _, other, _ in examples if other is not array]
            if isinstance(x, torch.Tensor) and any(x.shape == one.shape and torch.equal(x, one) for one in others):
                raise Mistake(
                    f"data[{i}] is another example: it should be {path.parent.name}/{path.name}.",
                    "Examples are sorted by class, and within a class by the file's name.",
                )
            check.same(x, expected, f"The tensor of data[{i}]")
            if label != number:
                raise Mistake(
                    f"The label of data[{i}] is {label}, and its folder, {path.parent.name}, is number {number} of "
                    f"{classes}.",
                    "The number of a class is its place in classes.",
                )


def test_lazy(answer):
    """reads a file only when its example is asked for"""
    with folder() as (root, _, examples):
        data = answer.Folder(root)
        i = int(torch.randint(len(examples), ()))
        fresh = torch.randn(2, 3)
        np.save(examples[i][0], fresh.numpy())
        x, _ = item(data, i)
        if isinstance(x, torch.Tensor) and torch.equal(x, torch.from_numpy(examples[i][1])):
            raise Mistake(
                "A file was changed after Folder was made, and data still has what was in it before.",
                "So all files were read at the beginning. Of millions, memory could not hold the examples.",
            )
        check.same(x, fresh, f"The tensor of data[{i}]")


def test_loader(answer):
    """goes through a data loader"""
    with folder() as (root, _, examples):
        x, labels = next(iter(DataLoader(answer.Folder(root), batch_size=len(examples))))
        check.same(x, torch.stack([torch.from_numpy(array) for _, array, _ in examples]), "The batch")
        check.same(torch.as_tensor(labels).long(), torch.tensor([number for *_, number in examples]), "Its labels")

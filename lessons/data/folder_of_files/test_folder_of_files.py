"""A data set over files that are made here, in a folder that goes away."""

import tempfile
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader

from tutor import check
from tutor.check import Mistake

NAMES = ["ant", "bee", "cat", "dog", "eel", "fox", "gnu", "hen"]
FILES = (4, 0, 6, 2, 3)
"""How many each class has."""


def turned(things):
    """The things from their middle on, then those before: a folder that lists by age, either way, is not sorted."""
    return things[len(things) // 2 :] + things[: len(things) // 2]


@contextmanager
def folder(dtype=torch.float32):
    """A root, its classes, and its examples as (path, array, class) in their order."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        classes = [NAMES[i] for i in sorted(torch.randperm(len(NAMES))[: len(FILES)].tolist())]
        for name in turned(classes):
            (root / name).mkdir()
        examples = []
        for number, (name, size) in enumerate(zip(classes, FILES, strict=True)):
            chosen = [30, 107, *(torch.randperm(900)[:8] + 110).tolist()][:size]
            files = sorted(root / name / f"{file}.npy" for file in chosen)
            examples += [(path, (100 * torch.rand(2, 3)).to(dtype).numpy(), number) for path in files]
        for path, array, _ in turned(examples[:4]) + turned(examples[4:]):
            np.save(path, array)
        (root / classes[0] / "notes.txt").write_text("not an example")
        (root / classes[1] / "notes.txt").write_text("not an example")
        (root / "README.txt").write_text("not a class")
        np.save(root / "mean.npy", np.zeros(3))
        yield root, classes, examples


def test_classes(answer):
    """knows the classes: the names of the folders, sorted"""
    with folder() as (root, classes, _):
        found = answer.Folder(root).classes
        for one in ("README.txt", "mean.npy"):
            if isinstance(found, list | tuple) and one in [getattr(name, "name", name) for name in found]:
                raise Mistake(f"{one} is among the classes, and it is a file.", "Only folders are classes.")
        if isinstance(found, list | tuple) and sorted(map(str, found)) == sorted({*classes} - {classes[1]}):
            raise Mistake(
                f"{classes[1]} is missing from classes: that folder has no .npy file in it.",
                "A class without examples is one, too: with the next file in it, all later numbers would change.",
            )
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
                f"len(data) is {size}, and there are {len(examples)} .npy files in the folders of classes.",
                "There is one in root itself: mean.npy, which belongs to no class.",
            )
        if size > len(examples):
            raise Mistake(
                f"len(data) is {size}, and there are {len(examples)} .npy files in the folders of classes.",
                "Files of another kind lie beside them: notes.txt.",
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
            low = [array for other, array, _ in examples if other == path.with_name("30.npy")]
            if path.name == "107.npy" and isinstance(x, torch.Tensor) and x.tolist() == low[0].tolist():
                raise Mistake(
                    f"data[{i}] is {path.parent.name}/30.npy, and it should be {path.parent.name}/107.npy.",
                    "Names are text, and as text 107 comes before 30: sorted by name, not by number.",
                )
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


def test_dtypes(answer):
    """keeps the dtype of the file"""
    for dtype in (torch.uint8, torch.float64):
        with folder(dtype) as (root, _, examples):
            data = answer.Folder(root)
            for i in (0, len(examples) - 1):
                check.same(item(data, i)[0], torch.from_numpy(examples[i][1]), f"Where files are {dtype}, data[{i}]")


def test_lazy(answer):
    """reads a file only when its example is asked for"""
    with folder() as (root, _, examples):
        data = answer.Folder(root)
        i, before = torch.randperm(len(examples))[:2].tolist()
        item(data, before)
        fresh = torch.randn(2, 3)
        np.save(examples[i][0], fresh.numpy())
        x, _ = item(data, i)
        if isinstance(x, torch.Tensor) and torch.equal(x, torch.from_numpy(examples[i][1])):
            raise Mistake(
                "A file was changed before its example was asked for, and data still has what was in it earlier.",
                "So all files were read, at the beginning or with the first example. Memory could not hold millions.",
            )
        check.same(x, fresh, f"The tensor of data[{i}]")


def test_loader(answer):
    """goes through a data loader"""
    with folder() as (root, _, examples):
        x, labels = next(iter(DataLoader(answer.Folder(root), batch_size=len(examples))))
        check.same(x, torch.stack([torch.from_numpy(array) for _, array, _ in examples]), "The batch")
        check.same(torch.as_tensor(labels).long(), torch.tensor([number for *_, number in examples]), "Its labels")

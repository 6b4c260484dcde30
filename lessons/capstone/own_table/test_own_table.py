"""A table read by the learner's own function, against one made of the same cells here."""

import csv
import re
import statistics
import tempfile
from pathlib import Path

import torch

from tutor import check
from tutor.check import Mistake

KINDS = ["fir", "oak", "elm, red"]
ALONE = "maybe"  # a class that no training row has


def cells(rows=14, *, empty=True):
    """A header and rows: a number, a category, the target, a number; the last row has a gap, and one a class of its
    own, which no training row has."""
    table = [["height", "kind", "sold", "age"]]
    for row in range(rows):
        height = f"{60 + 20 * torch.rand(()).item():.2f}"
        age = str(int(torch.randint(1, 90, ())) + row)
        table.append([height, KINDS[row % 3], ["no", "yes", "later"][int(torch.randint(0, 3, ()))], age])
    for row, answer in ((1, "yes"), (2, "no"), (3, "later"), (rows - 1, ALONE)):
        table[row][2] = answer
    table[1][0], table[2][0] = "-2.5", "7.25e1"
    if empty:
        for column, row in ((0, 4), (1, 5), (3, 6), (0, rows)):
            table[row][column] = ""
    return table


def ask(answer, table, train, target="sold"):
    """What the answer makes of a file with these cells."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        with path.open("w", newline="") as file:
            csv.writer(file).writerows(table)
        return answer.load(path, target, torch.tensor(train))


def _shape_means(one, rows, dims):
    if one.dim() == dims == 2 and one.shape[1] == rows:
        return "Features and rows have changed places: a row of x is a row of the file."
    if one.dim() == dims and len(one) < rows:
        return "A row with an empty cell stays: what it lacks is 0. Test rows stay as well."
    return ""


def pair(result, rows):
    if not isinstance(result, tuple | list) or len(result) != 2:
        what = "None" if result is None else check.a(type(result).__name__)
        raise Mistake(f"load returns {what}, and it should return two tensors, x and y.")
    x, y = result
    if all(isinstance(one, torch.Tensor) for one in result) and x.shape == (rows,) and y.dim() == 2:
        raise Mistake("load returns the classes first, and then the features; asked for is x, y.")
    for name, one, dtype, dims in (("x", x, torch.float32, 2), ("y", y, torch.int64, 1)):
        if not isinstance(one, torch.Tensor):
            raise Mistake(f"{name} is {check.a(type(one).__name__)}, and it should be a tensor.")
        if one.dim() == dims and len(one) == rows + 1:
            raise Mistake(
                f"{name} has {rows + 1} rows, and the file has {rows}.", "Its first line names columns: it is no row."
            )
        if one.dim() != dims or len(one) != rows:
            raise Mistake(
                f"{name} has the shape {tuple(one.shape)}, for a file of {rows} rows.",
                _shape_means(one, rows, dims),
            )
        if one.dtype != dtype:
            raise Mistake(f"{name} has the dtype {one.dtype}, and it should have {dtype}.")
    return x, y


def standard(numbers, train):
    """A column of numbers as the task has it, with both deviations that are in use; None is an empty cell."""
    there = [numbers[i] for i in train if numbers[i] is not None]
    mean = statistics.fmean(there)
    stds = [statistics.stdev(there), statistics.pstdev(there)]
    return [torch.tensor([0.0 if n is None else (n - mean) / std for n in numbers]) for std in stds]


def column(table, at):
    return [float(row[at]) if row[at] else None for row in table[1:]]


def _reads(answer, table):
    try:
        ask(answer, table, list(range(9)))
    except ValueError:
        return False
    return True


def test_shapes(answer):
    """gives a row of features and a class for each row of the file"""
    table = cells(empty=False)
    try:
        result = ask(answer, table, list(range(9)))
    except (ValueError, KeyError) as error:
        if ALONE in str(error):
            raise Mistake(
                f"load fails at {ALONE!r}, a class that stands in a test row alone: {type(error).__name__}: {error}",
                "y numbers all classes of the file. Only what is fitted comes from the training rows.",
            ) from None
        if isinstance(error, KeyError):
            raise
        seen = f"load refuses a file in which nothing is wrong: {error}"
        if not _reads(answer, [[cell.replace(",", "") for cell in row] for row in table]):
            raise Mistake(seen, f"Its first line is {','.join(table[0])}; the target is {table[0][2]!r}.") from None
        raise Mistake(
            seen,
            "In one of its columns cells hold a comma, and stand in quotes.",
            "line.split(',') cuts such a cell in two; csv.reader does not.",
        ) from None
    x, y = pair(result, 14)
    if x.shape[1] == 7:
        raise Mistake(
            "x has 7 features, and should have 5.",
            "In this file the target 'sold' is the third of four columns, and 'age' the last.",
            "Find the target by its name: header.index(target).",
        )
    if x.shape[1] in (4, 6, 8):
        raise Mistake(
            f"x has {x.shape[1]} features, and should have 5.",
            "Two columns hold numbers, one has three categories. The target is what is to be foretold: it is no "
            "feature.",
        )
    if x.shape[1] == 3:
        raise Mistake(
            "x has 3 features, one for each column, and should have 5.",
            "Numbers for categories would say that one lies between two others. Each category is a feature of its own.",
        )
    if x.shape[1] != 5:
        raise Mistake(
            f"x has {x.shape[1]} features, and should have 5: two of numbers, three for the categories.",
            "So a column of numbers seems to have become one of categories." if x.shape[1] > 8 else "",
            "float() reads '61.25', '-2.5' and '7.25e1'; str.isdigit says no to each." if x.shape[1] > 8 else "",
        )
    classes = sorted({row[2] for row in table[1:]})
    check.same(y, torch.tensor([classes.index(row[2]) for row in table[1:]]), "y, with the classes in sorted order,")


def test_numbers(answer):
    """standardizes numbers by the training rows"""
    table = cells(empty=False)
    table[-1][3] = "100000"  # far off, and in no training row
    train = [8, 2, 0, 5, 3, 7, 6, 1]
    x, _ = pair(ask(answer, table, train), 14)
    for at, feature in ((0, 0), (3, 4)):
        wanted = standard(column(table, at), train)
        if any(torch.allclose(x[:, feature], one, rtol=1e-3, atol=1e-3) for one in wanted):
            continue
        everything = standard(column(table, at), range(14))
        name = f"The feature of {table[0][at]!r}"
        if any(torch.allclose(x[:, feature], one, rtol=1e-3, atol=1e-3) for one in everything):
            raise Mistake(
                f"{name} has mean 0 over all rows.",
                "So the test rows have had a say in how the training rows look: a leak, if a small one.",
                "Mean and deviation are those of the training rows, whose places are in train.",
            )
        if torch.equal(x[:, feature], torch.tensor(column(table, at))):
            raise Mistake(
                f"{name} is the column as it stands in the file.",
                "Columns of 80 and of 0.8 would have gradients a hundredfold apart. The task standardizes them.",
                "Subtract the mean of the training rows, and divide by their standard deviation.",
            )
        check.same(x[:, feature], wanted[0], name)


def test_constant(answer):
    """makes a column 0 that is the same in all training rows"""
    table = cells(empty=False)
    for row in table[1:-1]:
        row[0] = "2.5"
    table[-1][0] = "4.5"  # a test row
    means = "Its deviation is 0: 0 / 0 is nan, another number / 0 is inf, and Python's own floats raise."
    try:
        x, _ = pair(ask(answer, table, list(range(9))), 14)
    except ZeroDivisionError as error:
        raise Mistake(f"In a column with one value in all training rows load divides by 0: {error}", means) from None
    if not torch.isfinite(x).all():
        raise Mistake("In a column with one value in all training rows x has nan or inf.", means)
    if x[:-1, 0].abs().max() == 0 and x[-1, 0] != 0:
        raise Mistake(
            "A column is 2.5 in all training rows and 4.5 in a test row. There the feature is "
            f"{check.number(x[-1, 0].item())}, and it should be 0.",
            "Where the deviation of the training rows is 0, all are 0: the training says nothing of such a column.",
        )
    check.same(x[:, 0], torch.zeros(14), "The feature of a column with one value in all training rows")


def test_categories(answer):
    """makes a feature for each category of the training rows"""
    table = cells(empty=False)
    table[14][1] = "yew"  # a test row's own
    x, _ = pair(ask(answer, table, list(range(9))), 14)
    if x.shape[1] == 6:
        raise Mistake(
            "x has a feature for a category that no training row has.",
            "No weight can be learned for it. In a row with such a category all features of the column are 0.",
        )
    wanted = torch.tensor([[float(row[1] == name) for name in sorted(KINDS)] for row in table[1:]])
    check.same(x[:, 1:4], wanted, "The features of 'kind', in sorted order,")

    for row, age in zip(table[1:], ["20", "100"] * 7, strict=True):
        row[3] = age
    table[14][3] = "unknown"  # again in a test row alone
    word = "In the column 'age' one cell, in a test row, is the word 'unknown'; the others are '20' or '100'."
    means = "Numbers are a column in which float() reads each cell. This one has the categories '100' and '20'."
    try:
        x, _ = pair(ask(answer, table, list(range(9))), 14)
    except ValueError as error:
        raise Mistake(f"{word} load fails there: {error}", means) from None
    if x.shape[1] != 6:
        raise Mistake(f"{word} x has {x.shape[1]} features, and should have 6.", means)
    wanted = torch.tensor([[float(row[3] == name) for name in ("100", "20")] for row in table[1:]])
    check.same(x[:, 4:], wanted, "The features of 'age', which has a word in a test row,")


def test_empty(answer):
    """leaves an empty cell at 0"""
    table = cells()
    train = list(range(10))
    x, _ = pair(ask(answer, table, train), 14)
    if torch.isnan(x).any():
        raise Mistake("x has nan.", "One nan in a row makes the loss nan, and with it all weights.")
    if x.shape[1] != 5:
        raise Mistake(f"With empty cells in the file x has {x.shape[1]} features, and should have 5.",
                      "An empty cell is no category, and makes no column of numbers one of categories.")
    for at, feature in ((0, 0), (3, 4)):
        gaps = [place for place, row in enumerate(table[1:]) if not row[at]]
        check.same(x[gaps, feature], torch.zeros(len(gaps)), f"Where {table[0][at]!r} is empty, its feature")
        wanted = standard(column(table, at), train)
        if not any(torch.allclose(x[:, feature], one, rtol=1e-3, atol=1e-3) for one in wanted):
            raise Mistake(
                f"With empty cells the feature of {table[0][at]!r} has another mean or deviation than that of the "
                "training rows that have a number.",
                "An empty cell is not 0 meters or 0 years: it counts for neither.",
            )
    check.same(x[4, 1:4], torch.zeros(3), "Where 'kind' is empty, its features")


def test_bad_files(answer):
    """names what is wrong with a file"""
    table = cells()
    short, long = ([list(row) for row in table] for _ in range(2))
    del short[5][1]
    long[8].insert(1, "oak")
    for what, rows, target, word in (
        ("of a column that the file does not have", table, "price", "price"),
        ("with a cell too few in line 6", short, "sold", "6"),
        ("with a cell too many in line 9", long, "sold", "9"),
    ):
        try:
            ask(answer, rows, list(range(9)), target)
        except ValueError as error:
            said = re.sub(r"\S*table\.csv", "", str(error))  # the folder's name may have any digit in it
            if not re.search(rf"(?<![\d.]){word}(?!\d)", said):
                needs = "the name of the column" if word == "price" else "the line, counted from 1 with the header"
                raise Mistake(
                    f"For a file {what} the error says: {error}", f"Whoever has to mend it needs {needs}."
                ) from None
        except Exception as error:
            raise Mistake(
                f"For a file {what} load raises {type(error).__name__}: {error}",
                "Asked for is ValueError, so that whoever calls load can tell a bad file from a fault of the program.",
            ) from None
        else:
            raise Mistake(
                f"A file {what} is read without a word.",
                "Then cells stand under the wrong name, or are lost, and the error shows much later, if at all.",
            )

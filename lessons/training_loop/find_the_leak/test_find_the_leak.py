"""Whether test rows reach a training part, and what each preparation makes of its rows."""

import torch
from torch import Tensor

from tutor import check
from tutor.check import Mistake, number

N, TRAIN, K = 30, 20, 3


def draw(d=12):
    """Rows (N, d), the test rows of another mean and spread, and labels."""
    x = 2 * torch.randn(N, d) + torch.arange(d)
    x[TRAIN:] = 3 * x[TRAIN:] + 5
    labels = torch.cat([torch.arange(TRAIN), torch.arange(N - TRAIN)]) % 2.0
    return x, labels


def columns_for(x, labels):
    """The K columns that go best with the labels, over these rows."""
    off = (labels - labels.mean()).unsqueeze(1)
    return ((x - x.mean(0)) * off).mean(0).abs().topk(K).indices


def draw_columns(d=12):
    """Noise, in which among the test rows other columns go with the labels; and the columns for the training rows."""
    while True:
        x, labels = torch.randn(N, d), draw()[1]
        off = (labels[:TRAIN] - labels[:TRAIN].mean()).unsqueeze(1)
        score = ((x[:TRAIN] - x[:TRAIN].mean(0)) * off).mean(0).abs().sort(descending=True)
        if score.values[K - 1] - score.values[K] > 0.02:
            planted = score.indices[-K:]
            x[TRAIN:, planted] += 8 * (2 * labels[TRAIN:, None] - 1)
            return x, labels, score.indices[:K]


def parts(result, name, shapes):
    """What a function returned, as a tuple of tensors of these shapes."""
    if not isinstance(result, tuple | list) or len(result) != len(shapes):
        what = f"{len(result)} things" if isinstance(result, tuple | list) else f"a {type(result).__name__}"
        what = "None" if result is None else what
        raise Mistake(f"{name} returns {what}, and it should return {len(shapes)} tensors.")
    for place, (one, shape) in enumerate(zip(result, shapes, strict=True)):
        zeros = torch.zeros(shape)
        fits = isinstance(one, Tensor) and one.shape == zeros.shape and one.dtype == zeros.dtype
        check.same(zeros if fits else one, zeros, f"{name}(…)[{place}]")
    return tuple(result)


def pair(result, name, d):
    return parts(result, name, [(TRAIN, d), (N - TRAIN, d)])


def is_close(one, other):
    return torch.allclose(one, other, 1e-4, 1e-4)


def leaks(prepare, x, labels, name, means):
    """Raise where a training part changes when test rows do; the same random numbers are drawn each time."""
    seed = int(torch.randint(10**6, ()))
    outcomes = []
    for what in ("", "rows", "labels"):
        other, signs = x.clone(), labels.clone()
        if what == "rows":
            other[TRAIN:] = 20 * torch.randn(N - TRAIN, x.shape[1]) - 7
        if what == "labels":
            signs[TRAIN:] = 1 - signs[TRAIN:]
        torch.manual_seed(seed)
        outcomes.append((what, prepare(other, signs)))
    torch.manual_seed(seed + 1)
    first = outcomes[0][1]
    for what, train in outcomes[1:]:
        if any(one.shape != two.shape or not is_close(one, two) for one, two in zip(first, train, strict=True)):
            told = "values" if what == "rows" else "labels"
            raise Mistake(f"Other {told} in the test rows alone, and the training part of {name} is another.", means)


def is_scaled(seen, x, n):
    """Raise where rows are not scaled by the first n; a spread may be over n - 1, as in PyTorch, or n, as in NumPy."""
    known = [(x - x[:n].mean(0)) / x[:n].std(0, correction=less) for less in (1, 0)]
    if not any(check.near(seen, one, rtol=1e-3, atol=1e-4) for one in known):
        check.same(seen, known[0], f"standardized, split at {n}", rtol=1e-3, atol=1e-4)


def test_standardized(answer):
    """standardizes with the numbers of the training rows"""
    x, labels = draw()
    train, test = pair(answer.standardized(x.clone(), TRAIN), "standardized", x.shape[1])
    leaks(
        lambda rows, _: pair(answer.standardized(rows, TRAIN), "standardized", x.shape[1])[:1],
        *(x, labels, "standardized"),
        "A mean or a spread is computed over test rows, too: so the training part knows something of them.",
    )
    begun, rest = x[:TRAIN], x[TRAIN:]
    if is_close(train, (begun - begun.mean(1, keepdim=True)) / begun.std(1, keepdim=True)):
        raise Mistake(
            "standardized scales each row by its own mean and spread.",
            "dim=1 goes over the columns of one row. Each column is to be around 0, over the rows.",
        )
    if is_close(train, (begun - begun.mean()) / begun.std()):
        raise Mistake(
            "standardized scales all columns by one mean and one spread.",
            "Each column has its own: a mean over dim=0 gives one number for each.",
        )
    if any(is_close(test, (rest - rest.mean(0)) / rest.std(0, correction=less)) for less in (1, 0)):
        raise Mistake(
            "standardized scales the test rows with their own means and spreads.",
            "The same value then stands for something else than in training. And of a single new row there is no "
            "spread.",
            "Each column has one mean and one spread: those of the training rows.",
        )
    if is_close(test, rest):
        raise Mistake(
            "standardized leaves the test rows as they are.", "The model expects what it was trained on: scaled rows."
        )
    is_scaled(torch.cat([train, test]), x, TRAIN)


def test_columns(answer):
    """chooses columns by the training rows"""
    x, labels, wanted = draw_columns()
    train, test = parts(
        answer.best_columns(x.clone(), labels.clone(), TRAIN, K), "best_columns", [(TRAIN, K), (N - TRAIN, K)]
    )
    leaks(
        lambda rows, signs: [
            parts(answer.best_columns(rows, signs, TRAIN, K), "best_columns", [(TRAIN, K), (N - TRAIN, K)])[0]
        ],
        *(x, labels, "best_columns"),
        "The columns are chosen with test rows and their labels. Even of pure noise some columns go well with all "
        "labels at hand: chosen so, they seem to predict the test.",
    )
    found = [next((c for c in range(x.shape[1]) if torch.equal(x[:TRAIN, c], column)), -1) for column in train.T]
    if -1 in found:
        raise Mistake("A column of the training part is none of the columns of x.", "Columns are chosen, not changed.")
    if set(found) != set(wanted.tolist()):
        raise Mistake(
            f"best_columns chose the columns {sorted(found)}, and among the training rows {sorted(wanted.tolist())} go "
            "best with the labels.",
            "The score of a column was right before; only the rows that it is computed from were not.",
        )
    if not torch.equal(test, x[TRAIN:, found]):
        raise Mistake(
            f"The training part of best_columns has the columns {found}, and the test part has others.",
            "The model finds in each place the column that it was trained with, or it is of no use.",
        )


def test_copies(answer):
    """copies training rows only"""
    x, labels = 5 * torch.randn(N, 6), draw()[1]
    shapes = [(2 * TRAIN, 6), (2 * TRAIN,), (N - TRAIN, 6), (N - TRAIN,)]
    result = answer.with_copies(x.clone(), labels.clone(), TRAIN)
    if isinstance(result, tuple | list) and len(result) == 4 and all(isinstance(one, Tensor) for one in result):
        near = [nearest(one, x) for one in (result[0], result[2]) if one.dim() == 2 and one.shape[1] == 6]
        if len(near) == 2:
            explain_copies(*near)
    train, y_train, test, y_test = parts(result, "with_copies", shapes)
    place, off = nearest(train, x)
    exact = sorted(place[off == 0].tolist())
    if sorted(place.tolist()) != sorted([*range(TRAIN)] * 2) or exact != [*range(TRAIN)]:
        raise Mistake(
            f"Of the {TRAIN} training rows, {len(set(exact))} are in the training part as they are, and "
            f"{len(set(place[off > 0].tolist()))} with noise.",
            "Each should be there once as it is, and once with noise.",
        )
    if not torch.equal(y_train, labels[place]):
        raise Mistake("In the training part of with_copies a row has the label of another row.")
    if off.max() > 1.5:
        raise Mistake(f"The noise on a row is as large as {number(off.max().item())}.", "It was 0.1 · randn before.")
    noise = (train - x[place])[off > 0]
    if is_close(noise, noise[:1].expand_as(noise)):
        raise Mistake(
            "The noise is the same on every row.",
            "So all copies are moved alike. Each number was given noise of its own before.",
            "Look at the shape that is drawn.",
        )
    place, off = nearest(test, x)
    if off.any():
        raise Mistake(
            "The test part of with_copies holds rows with noise.",
            "The test is to tell how the model does on what will come, and that has no noise of yours.",
        )
    if not torch.equal(y_test, labels[place]):
        raise Mistake("In the test part of with_copies a row has the label of another row.")


def nearest(rows, x):
    """For each row the number of the row of x that it comes from, and how far it is from that."""
    distance = (rows.unsqueeze(1) - x).abs().amax(dim=2)
    off, place = distance.min(dim=1)
    return place, off


def explain_copies(train, test):
    """Raise where test rows, or copies of them, are trained on, or the test has copies of its own."""
    here, there = set(train[0].tolist()), set(test[0].tolist())
    strange = {place for place in here if place >= TRAIN}
    if strange:
        raise Mistake(
            f"The training part of with_copies holds {len(strange)} of the {N - TRAIN} test rows, as they are or with "
            "noise.",
            "Row and copy are nearly alike. With one of them in training and the other in the test, the test asks for "
            "what the model has by heart.",
            "Look at what comes first: the copies or the split.",
        )
    if any(place < TRAIN for place in there):
        raise Mistake("The test part of with_copies holds training rows.", "The first n rows are for training.")
    if len(test[0]) > N - TRAIN:
        raise Mistake(
            f"The test part of with_copies has {len(test[0])} rows for {N - TRAIN} test rows.",
            "A test row with noise on it is no further test. Copies are for training.",
        )


def test_centered(answer):
    """leaves alone what does not leak"""
    x, labels = draw()
    train, test = pair(answer.centered(x.clone(), TRAIN), "centered", x.shape[1])
    leaks(
        lambda rows, _: pair(answer.centered(rows, TRAIN), "centered", x.shape[1])[:1],
        *(x, labels, "centered"),
        "It was right before: each row was centered by its own mean.",
    )
    wanted = x - x.mean(dim=1, keepdim=True)
    if not (is_close(train, wanted[:TRAIN]) and is_close(test, wanted[TRAIN:])):
        raise Mistake(
            "centered gives something else than before, and it had no leak.",
            "Its mean goes over dim=1, the columns of one row. So each row was centered by its own mean, and no row "
            "knew of another.",
            "Look at what it was given as.",
        )


def test_other_sizes(answer):
    """does so wherever the split is"""
    x, labels = draw()
    for n in (10, 29):
        train, test = parts(answer.standardized(x.clone(), n), "standardized", [(n, 12), (N - n, 12)])
        is_scaled(torch.cat([train, test]), x, n)
        shapes = [(2 * n, 12), (2 * n,), (N - n, 12), (N - n,)]
        parts(answer.with_copies(x.clone(), labels.clone(), n), "with_copies", shapes)
        train, test = parts(answer.best_columns(x.clone(), labels.clone(), n, 2), "best_columns", [(n, 2), (N - n, 2)])

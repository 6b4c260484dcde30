"""Tokens chosen from logits: what they may be, and how often they come."""

import torch
from torch import Tensor

from tutor import check
from tutor.check import Mistake

MANY = 600
"""Draws that are counted: an answer may take each of them by itself."""
SOME = 300
"""Draws where what is wrong is wrong by far."""


def shuffled(*values):
    """These logits in a random order, but the largest not first: a place among the sorted ones is no number then."""
    row = torch.tensor(values)[torch.randperm(len(values))]
    return row if row.argmax() > 0 else row.flip(0)


def chosen(answer, logits, *options):
    """The tokens, after a look at what kind of thing they are."""
    try:
        tokens = answer.next_tokens(logits.clone(), *options)
    except RuntimeError as error:
        if "probability tensor" not in str(error) and "probabilities" not in str(error):
            raise
        raise Mistake(
            f"The draw stopped: {str(error).rstrip('.')}.",
            "multinomial wants probabilities. A logit can be negative, a division by zero gives inf or nan, and so "
            "does exp() of what is too large for it.",
            "Look at what the draw is made from.",
        ) from error
    batch, count = logits.shape
    if isinstance(tokens, Tensor) and tokens.shape == (batch, 1):
        raise Mistake(
            f"next_tokens returns a tensor of shape {(batch, 1)}, a column, and it should be {(batch,)}.",
            "multinomial and topk may give several for each row, and have a dimension for them. It can be taken away.",
        )
    if isinstance(tokens, Tensor) and batch == 1 and tokens.ndim == 0:
        raise Mistake(
            "For a batch of one row, next_tokens returns a single number, without a dimension, and it should be "
            "of shape (1,).",
            "squeeze() takes away every dimension of size 1, and the batch can be one of them. It can be told which.",
        )
    fits = isinstance(tokens, Tensor) and (tokens.shape, tokens.dtype) == ((batch,), torch.int64)
    check.same(torch.zeros(batch, dtype=torch.int64) if fits else tokens, torch.zeros(batch, dtype=torch.int64),
               "what next_tokens returns")  # fmt: skip
    if batch and not 0 <= tokens.min() <= tokens.max() < count:
        raise Mistake(f"Among {count} tokens, numbered from 0, there is none with the number {tokens.max().item()}.")
    return tokens


def shares(answer, row, *options, many=MANY):
    """How often each token is chosen, of many."""
    tokens = chosen(answer, row.expand(many, -1), *options)
    return torch.bincount(tokens, minlength=len(row)).double() / many


def fair(seen, p, many):
    """Whether draws by p may well have come to these shares: six standard deviations are allowed."""
    margin = 6 * (p * (1 - p) / many).sqrt() + torch.where(p > 0, 5 / many, 0.0)
    return bool(((seen - p).abs() <= margin).all())


def written(row):
    return "[" + ", ".join(check.number(round(one, 2)) for one in row.tolist()) + "]"


def shown(p):
    return ", ".join(f"{100 * one:.0f} %" for one in p.tolist())


def judge(seen, p, what, slips=(), many=MANY):
    """Raise unless the shares are those of p. `slips`: other probabilities, and what would explain them."""
    if fair(seen, p, many):
        return
    text = f"{what} the tokens came in {shown(seen)} of {many} draws, and it should be about {shown(p)}."
    near = [((seen - slip).abs().sum().item(), words) for slip, *words in slips if fair(seen, slip, many)]
    if near:
        raise Mistake(text, *min(near)[1])
    raise Mistake(text, "", "Look at the logits that the softmax gets, and at what is drawn from it.")


def softmax(row):
    return row.double().softmax(-1)


def test_numbers(answer):
    """returns the number of a token for each row"""
    chosen(answer, torch.randn(5, 7))
    chosen(answer, torch.randn(4).expand(3, -1), 0.5, 4)


def test_greedy(answer):
    """is greedy at temperature 0"""
    logits = torch.randn(8, 6) * 3
    for options in ((0,), (0.0,), (0.0, 3), (0.0, 1)):
        try:
            tokens = chosen(answer, logits, *options)
        except (Mistake, ZeroDivisionError) as error:
            if isinstance(error, Mistake) and "The draw" not in str(error):
                raise
            raise Mistake(
                f"At temperature 0 your code stops: {str(error).splitlines()[0].rstrip('.')}.",
                "logits / 0 is a division by zero. What it would come to, in the limit, is the largest logit.",
            ) from error
        if not torch.equal(tokens, logits.argmax(1)):
            row = int((tokens != logits.argmax(1)).nonzero()[0])
            raise Mistake(
                f"At temperature 0, for the logits {written(logits[row])}, token "
                f"{tokens[row].item()} was chosen, and it should be {logits[row].argmax().item()}.",
                "That one has the largest logit. Where logits / 0 is inf or nan, a choice from it means nothing: "
                "look for a division by zero.",
            )


def test_draws(answer):
    """draws by the softmax of the logits"""
    row = shuffled(-2.0, -1.0, 0.0, 1.0) - 1
    p = softmax(row)
    many = [chosen(answer, row.expand(100, -1)) for _ in range(MANY // 100)]
    if torch.equal(many[0], many[1]) and (many[0] != many[0][0]).any():
        raise Mistake(
            "Two calls chose the same tokens, a hundred of them.",
            "Each call is to draw anew. A seed that is set within the function begins the random numbers again.",
        )
    if all((tokens == tokens[0]).all() for tokens in many):
        if all(tokens[0] == row.argmax() for tokens in many):
            raise Mistake(
                f"For the logits {written(row)}, it is always the most likely token, in {MANY} draws.",
                "It should be so at temperature 0 only.",
            )
        raise Mistake(
            "In a batch of 100 equal rows the same token was chosen everywhere, and another one in the next batch.",
            "It is one draw for the whole batch. Each row needs a random number of its own.",
        )
    seen = torch.cat(many).bincount(minlength=4).double() / MANY
    judge(seen, p, f"For the logits {written(row)}", [
        (p.sort(descending=True).values, "What is returned is a place among the sorted logits, and it should be the "
         "number of the token.", "topk and sort give the numbers, too: their indices."),
        (torch.full((4,), 0.25).double(), "As if all tokens are as likely: the logits have no part in the draw.",
         "All rows of this batch are equal: a softmax over the batch makes all of their tokens as likely."),
    ])  # fmt: skip


def test_temperature(answer):
    """divides the logits by the temperature"""
    row = shuffled(-2.0, 0.0, 1.0, 3.0)
    p = softmax(row / 3)
    judge(shares(answer, row, 3.0), p, f"At temperature 3, for the logits {written(row)},", [
        (softmax(row), "That is as at temperature 1. After the softmax it has none: "
         "all probabilities change by one factor.", "Divide the logits, before the softmax."),
        (softmax(row * 3), "The logits were multiplied by the temperature, and they should be divided.",
         "A high temperature makes the tokens more alike."),
    ])  # fmt: skip


def test_top_k(answer):
    """draws only from the k most likely"""
    row = shuffled(-2.0, -1.0, -0.5, 0.2, 1.0)
    for k, temperature in ((3, 1.0), (2, 0.3), (5, 1.0)):
        best = row.topk(k).indices
        p = torch.zeros(5).double()
        p[best] = softmax(row[best] / temperature)
        worst = row.topk(k, largest=False).indices
        lowest = torch.zeros(5).double()
        lowest[worst] = softmax(row[worst] / temperature)
        even, places = (p > 0).double() / k, torch.zeros(5).double()
        places[:k] = softmax(row[best] / temperature)
        more = row.topk(min(k + 1, 5)).indices
        one_more = torch.zeros(5).double()
        one_more[more] = softmax(row[more] / temperature)
        fewer = row.topk(k - 1).indices
        one_less = torch.zeros(5).double()
        one_less[fewer] = softmax(row[fewer] / temperature)
        plain = torch.zeros(5).double()
        plain[best] = softmax(row[best])
        zeroed = softmax(torch.where(p > 0, row, 0.0) / temperature)
        what = f"With k = {k} and a temperature of {temperature}, for the logits {written(row)},"
        judge(shares(answer, row, temperature, k), p, what, [
            (places, "What is returned is a place among the k largest, and it should be the number of the token.",
             "topk gives the numbers, too: its indices."),
            (softmax(row / temperature), f"Tokens outside of the {k} most likely were drawn: k has no effect."),
            (one_more, f"There are {k + 1} tokens among them, one too many."),
            (one_less, f"Only {k - 1} of the {k} are ever drawn: the last of them is left out, too.",
             "Left out is what is lower than the last of the k, and not the last itself."),
            (plain, "That is as at temperature 1.", "With a k, too, the logits are divided by the temperature."),
            (lowest, f"Those are the {k} least likely."),
            (zeroed, "Those that are left out got a logit of 0, which is as good as any: exp(0) is 1.",
             "Which logit becomes a probability of 0?"),
            (even, f"The {k} most likely are drawn as if they were equally likely.", "Their logits still say how."),
        ])  # fmt: skip


def test_rows(answer):
    """draws for each row by itself"""
    first = shuffled(-1.0, 0.0, 1.0, 2.0)
    rows = torch.stack([first, first.flip(0) - 10])  # the other way round, and all of them lower
    for k in (None, 2):
        try:
            tokens = chosen(answer, rows.repeat(SOME, 1), 1.0, k).unflatten(0, (SOME, 2))
        except Mistake as error:
            if "The draw" not in str(error):
                raise
            raise Mistake(
                f"With k = {k}, in a batch of two kinds of rows, {written(rows[0])} and {written(rows[1])}, the draw "
                "stopped: in one of them there is nothing left to be drawn.",
                "In a batch of equal rows it did not. Which are the largest is another matter in each row: what is "
                "left out must not be decided for the whole batch.",
            ) from error
        for row, drawn in zip(rows, tokens.T, strict=True):
            p = torch.zeros(4).double()
            best = row.topk(k or 4).indices
            p[best] = softmax(row[best])
            seen = torch.bincount(drawn, minlength=4).double() / SOME
            other = rows[0].double().softmax(-1)
            judge(seen, p, f"With k = {k}, in a batch of two kinds of rows, for the logits {written(row)},", [
                (softmax(row), "All tokens of this row were drawn.", "Which are the largest is another matter in each "
                 "row: what is left out must not be decided for the whole batch."),
                (other, "That is as the first row of the batch says.", "Each row has probabilities of its own."),
                (torch.full((4,), 0.25).double(), "All tokens of this row were as likely.", "What is left out must not "
                 "be decided for the whole batch: here no token of this row was left."),
                (torch.nn.functional.one_hot(torch.tensor(3), 4).double(), "It was the last one every time.",
                 "Is anything left of this row?"),
            ], SOME)  # fmt: skip


def test_extremes(answer):
    """stays right for large logits and small temperatures"""
    row = shuffled(997.0, 998.0, 999.0, 1000.0)
    judge(shares(answer, row, many=SOME), softmax(row), f"For the logits {written(row)}", many=SOME)
    row = shuffled(-1.0, 0.0, 1.0, 2.0)
    for temperature in (0.001, 1e-6):
        if not torch.equal(tokens := chosen(answer, row.expand(20, -1), temperature), row.argmax().expand(20)):
            raise Mistake(
                f"At temperature {temperature}, for the logits {written(row)}, token {tokens[0].item()} was chosen.",
                "exp() of logits / temperature is too large for a float there: it is inf, and inf/inf is nan.",
                "torch's softmax takes care of that, by subtracting the largest first.",
            )
    row = shuffled(-1000.0, -999.0, -998.0, -997.0)
    p = torch.zeros(4).double()
    p[row.topk(2).indices] = softmax(row.topk(2).values)
    judge(shares(answer, row, 1.0, 2, many=SOME), p, f"With k = 2, for the logits {written(row)},", [
        (torch.where(p > 0, 0.0, 0.5).double(), "Those that are to be left out are drawn.", "What they got in place of "
         "their logits is low, but these logits are lower still. −inf is lower than all."),
    ], SOME)  # fmt: skip
    row = torch.cat([shuffled(0.5, 1.0, 1.5), torch.tensor([-torch.inf])]).roll(int(torch.randint(4, ())))
    judge(shares(answer, row, many=SOME), softmax(row), f"For the logits {written(row)}", many=SOME)


def test_kinds(answer):
    """takes logits of every dtype and layout"""
    for logits in (torch.randn(1, 5), torch.randn(3, 1), torch.randn(4, 6, dtype=torch.float64), torch.randn(6, 4).T):
        tokens = chosen(answer, logits, 1.0, 1)
        check.same(tokens, logits.argmax(1), f"With k = 1, for {tuple(logits.shape)} and {logits.dtype}, the choice")
        chosen(answer, logits)

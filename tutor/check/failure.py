"""A failed check, in words for someone who is learning."""

from __future__ import annotations

import re

_BEFORE_MORE = re.compile(r",|\s(?:of|for|in|at|after|before|with|without|from|on|to|by|when|where|that|which)\s")
"""What ends the noun in a name such as 'the gradient of the weights'."""


class Mistake(AssertionError):  # noqa: N818 - it is the learner's, not one of this program
    """What a check found: what was seen, what it means, where to look. Its text is those three, a line each."""

    def __init__(self, seen: str, means: str = "", look: str = "") -> None:
        if seen.startswith("the "):
            seen = f"The {seen[4:]}"  # a thing's name, at the beginning of a sentence
        super().__init__("\n".join(part for part in (seen, means, look) if part))
        self.seen = seen
        self.means = means
        self.look = look


def number(value: float | int | complex | bool) -> str:
    """A number as it is shown in a sentence: four digits that matter, a real minus."""
    if isinstance(value, bool):
        return str(value)
    return f"{value:.5g}".replace("-", "−").replace("e−0", "e−").replace("e+0", "e")


def signed(value: float) -> str:
    """A number with its sign in front, for what moves up or down."""
    return ("+" if value > 0 else "") + number(value)


def shape_of(shape: tuple[int, ...]) -> str:
    """A shape in words: '(100, 1)', and what () means."""
    return "() (a single number)" if len(shape) == 0 else str(tuple(shape))


def listed(words: list[str], joined: str = "and") -> str:
    """'a', 'a and b', 'a, b and c'."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joined} {words[-1]}"


def of_type(value: object) -> str:
    """What kind of thing a value is: 'None', 'a list', 'an int'."""
    if value is None:
        return "None"
    return a(type(value).__name__)


def a(noun: str) -> str:
    """The noun with its article: 'a list', 'an Adam', 'a uint8', 'an SGD', 'an ndarray'."""
    spelled = noun[:2].isupper()  # letter by letter, as in SGD
    vowel = noun[:1] in "AEFHILMNORSX" if spelled else noun[:1].lower() in "aeiou" or noun.startswith("nd")
    like_you = noun.lower().startswith(("uint", "unif", "uniq", "unit", "univ", "use", "one"))
    return f"{'an' if vowel and not like_you else 'a'} {noun}"


def counted(count: int, noun: str, plural: str = "") -> str:
    """'1 slope', '2 slopes', '1 entry', '2 entries'."""
    if not plural:
        plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"
    return f"{count} {noun if count == 1 else plural}"


def agree(what: str, one: str, several: str) -> str:
    """The form of a verb that goes with the name of a thing: 'the loss' has, 'the distances' have.

    A name of the code, such as losses, is one thing.
    """
    words = _BEFORE_MORE.split(what.strip())[0].split()
    if len(words) < 2 or words[0].lower() not in ("the", "these", "those", "your", "all", "both"):
        return one
    head = words[-1].lower()
    return several if head.endswith("s") and not head.endswith(("ss", "us", "is", "ias", "'s", "’s")) else one

"""A failed check, in words for someone who is learning."""

from __future__ import annotations


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
    name = type(value).__name__
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"

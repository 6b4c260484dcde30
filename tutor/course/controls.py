"""What a code cell declares to the tutor, read from its syntax tree: controls, quizzes, predictions."""

from __future__ import annotations

import ast
import math
import re
import symtable
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from tutor.course.bounds import choice_problem, slider_problem
from tutor.course.literals import NotLiteralError, literal
from tutor.course.model import Choice, Control, Prediction, Quiz, QuizAnswer, Slider


class DeclarationError(ValueError):
    """A declaration that cannot be used; `line` is where, from 1 within the cell."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line


class Declared(msgspec.Struct, frozen=True):
    """What a cell declares."""

    controls: tuple[Control, ...] = ()
    question: Quiz | Prediction | None = None
    """The quiz or prediction that the cell consists of; its line is the cell's own first line, 1."""
    errors: tuple[DeclarationError, ...] = ()


_QUESTIONS = ("live.quiz", "live.predict")
_MADE = ("live.slider", "live.choice")


def declared(source: str) -> Declared:
    """What a cell declares.

    Loading a course must be quick, and walking a syntax tree takes the most of it: a cell that mentions none of the
    words is not parsed, and a tree is walked only for those that its source mentions.
    """
    asks, makes = (any(word in source for word in words) for words in (_QUESTIONS, _MADE))
    if not (asks or makes):
        return Declared()
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        return Declared(errors=(DeclarationError(error.lineno or 1, f"not Python: {error.msg}"),))
    except (ValueError, RecursionError, MemoryError) as error:  # a NUL byte; nested past what the parser can take
        return Declared(errors=(DeclarationError(1, f"not Python: {error}"),))
    try:
        if asks and (question := _question(tree)) is not None:
            return Declared(question=question)
    except (DeclarationError, NotLiteralError) as error:
        return Declared(errors=(DeclarationError(error.line, str(error)),))
    controls: list[Control] = []
    errors: list[DeclarationError] = []
    for call in _calls(tree, source) if makes else ():
        try:
            controls.append(_CONTROLS[_word(call)](call))
        except (DeclarationError, NotLiteralError) as error:
            errors.append(DeclarationError(error.line, str(error)))
    return Declared(tuple(controls), None, tuple(errors))


def _question(tree: ast.Module) -> Quiz | Prediction | None:
    """The quiz or prediction that is all there is in the cell. Raises DeclarationError where it has company."""
    match tree.body:
        case [ast.Expr(value=ast.Call() as call)] if _word(call) in _QUESTIONS:
            return _quiz(call) if _word(call) == "live.quiz" else _prediction(call)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _word(node) in _QUESTIONS:
            raise DeclarationError(node.lineno, f"{_word(node)} must stand alone in its cell")
    return None


def _calls(tree: ast.Module, source: str) -> list[ast.Call]:
    """The calls that make a control, in the order of the source; looked for in the statements that mention one."""
    mentions = [number for number, line in enumerate(source.split("\n"), 1) if any(word in line for word in _MADE)]
    statements = [one for one in tree.body if any(one.lineno <= number <= (one.end_lineno or 0) for number in mentions)]
    nodes = (node for statement in statements for node in ast.walk(statement))
    calls = [node for node in nodes if isinstance(node, ast.Call) and _word(node) in _CONTROLS]
    return sorted(calls, key=lambda call: (call.lineno, call.col_offset))


def _word(call: ast.Call) -> str:
    """'live.slider' for a call of it; '' for what is no attribute of a plain name."""
    match call.func:
        case ast.Attribute(value=ast.Name(id=module), attr=name):
            return f"{module}.{name}"
        case _:
            return ""


def _arguments(call: ast.Call, positional: tuple[str, ...], required: tuple[str, ...]) -> dict[str, Any]:
    """The call's arguments by name. Raises DeclarationError where one is missing, NotLiteralError where one is none."""
    word = _word(call)
    if len(call.args) > len(positional):
        raise DeclarationError(call.lineno, f"{word} takes {' and '.join(positional)} by position, the rest by name")
    values = {name: literal(node) for name, node in zip(positional, call.args, strict=False)}
    for keyword in call.keywords:
        if keyword.arg is None:
            raise DeclarationError(call.lineno, f"{word}: write the arguments out; '**' is not read")
        values[keyword.arg] = literal(keyword.value)
    for name in required:
        if name not in values:
            raise DeclarationError(call.lineno, f"{word} needs {name}")
    return values


def _text(call: ast.Call, values: dict[str, Any], name: str, default: str = "") -> str:
    value = values.get(name, default)
    if not isinstance(value, str):
        raise DeclarationError(call.lineno, f"{_word(call)}: {name} is text, not {value!r}")
    return value


def _number(call: ast.Call, name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise DeclarationError(call.lineno, f"{_word(call)}: {name} is a finite number, not {value!r}")
    return value


def _slider(call: ast.Call) -> Slider:
    """A slider; a call of `tutor.live.slider` with the same numbers raises the same."""
    values = _arguments(call, ("name", "default"), ("name", "default", "low", "high"))
    name = _text(call, values, "name")
    whole, scale = values.get("whole", False), values.get("scale", "linear")
    presets = values.get("presets", ())
    if not isinstance(presets, tuple):
        raise DeclarationError(call.lineno, f"live.slider: presets are a list of numbers, not {presets!r}")
    if scale not in ("linear", "log"):
        raise DeclarationError(call.lineno, f"live.slider {name!r}: scale is 'linear' or 'log', not {scale!r}")
    kind: Callable[[float], float] = int if whole is True else float
    numbers = [_number(call, key, values[key]) for key in ("default", "low", "high")]
    default, low, high = (kind(number) for number in numbers)
    chosen = tuple(kind(_number(call, "a preset", preset)) for preset in presets)
    if problem := slider_problem(name, default, low=low, high=high, scale=scale, presets=chosen):
        raise DeclarationError(call.lineno, problem)
    return Slider(name, default, low, high, whole is True, scale, chosen, _text(call, values, "label"))


def _choice(call: ast.Call) -> Choice:
    values = _arguments(call, ("name", "default", "options"), ("name", "default", "options"))
    name, default, options = _text(call, values, "name"), _text(call, values, "default"), values["options"]
    if not isinstance(options, tuple) or not all(isinstance(option, str) for option in options):
        raise DeclarationError(call.lineno, f"choice {name!r}: options are a list of words, not {options!r}")
    if problem := choice_problem(name, default, options):
        raise DeclarationError(call.lineno, problem)
    return Choice(name, default, options, _text(call, values, "label"))


def _quiz(call: ast.Call) -> Quiz:
    if not call.args:
        raise DeclarationError(call.lineno, "live.quiz needs a question")
    question = literal(call.args[0])
    if not isinstance(question, str):
        raise DeclarationError(call.lineno, f"live.quiz: the question is text, not {question!r}")
    answers = tuple(_answer(node) for node in call.args[1:])
    if not any(answer.right for answer in answers):
        raise DeclarationError(call.lineno, f"quiz {question!r}: no answer is right")
    return Quiz(question, answers, 1)


def _answer(node: ast.expr) -> QuizAnswer:
    if not isinstance(node, ast.Call) or _word(node) not in ("live.right", "live.wrong"):
        raise DeclarationError(node.lineno, "an answer of a quiz is live.right(…) or live.wrong(…)")
    values = _arguments(node, ("text", "because"), ("text", "because"))
    return QuizAnswer(_text(node, values, "text"), _word(node) == "live.right", _text(node, values, "because"))


def _prediction(call: ast.Call) -> Prediction:
    values = _arguments(call, ("question",), ("question", "control", "value"))
    value = float(_number(call, "value", values["value"]))
    return Prediction(_text(call, values, "question"), _text(call, values, "control"), value, 1)


class Does(msgspec.Struct, frozen=True):
    """What a piece of code can do on the screen."""

    steps: bool = False
    """Whether it has a loop of steps."""
    reports: frozenset[str] = frozenset()
    """The names under which it reports numbers."""
    uses: frozenset[str] = frozenset()
    """The names by which it may call more."""

    def with_called(self, made: Mapping[str, Does]) -> Does:
        """This, and what the functions can do that it may call, whichever of those in `made` these are."""
        reached, waiting = {"": self}, [self]
        while waiting:
            found = {name: made[name] for name in waiting.pop().uses if name in made and name not in reached}
            reached |= found
            waiting += found.values()
        pieces = reached.values()
        reports = frozenset().union(*(one.reports for one in pieces))
        return Does(any(one.steps for one in pieces), reports, self.uses)


class CellNames(msgspec.Struct, frozen=True):
    """What a cell calls things by."""

    used: frozenset[str]
    """Its variables, as far as they are no attributes, no function's own and no words in a text."""
    controls: tuple[tuple[str, str], ...]
    """(variable, control) of each control that it makes; the variable is '' where the control is given to none."""
    does: Does = Does()
    """What it does itself."""
    made: tuple[tuple[str, Does], ...] = ()
    """(name, what it does when it is called) of each function and class that it makes."""


@lru_cache(maxsize=4096)
def names(source: str) -> CellNames:
    """The names in a cell; of what is no Python, as while it is being typed, every word counts as one."""
    try:
        with warnings.catch_warnings(action="ignore"):
            tree, scope = ast.parse(source), symtable.symtable(source, "cell", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return CellNames(frozenset(re.findall(r"(?<![.\w])[^\W\d]\w*", source)), ())
    nodes = list(ast.walk(tree))
    given = {
        id(node.value): target.id
        for node in nodes
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    made = [
        (given.get(id(node), ""), first.value)
        for node in nodes
        if isinstance(node, ast.Call) and _word(node) in _CONTROLS and node.args
        if isinstance(first := node.args[0], ast.Constant) and isinstance(first.value, str)
    ]
    makers = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
    return CellNames(
        frozenset(node.id for node in nodes if isinstance(node, ast.Name)).intersection(_shared(scope)),
        tuple(made),
        _does(node for node in tree.body if node not in makers),
        tuple((maker.name, _does([maker])) for maker in makers),
    )


def _shared(scope: symtable.SymbolTable) -> Iterator[str]:
    """The names that a cell shares with other cells: those outside functions, and of those inside the global ones."""
    own = scope.get_type() != "module"
    yield from (symbol.get_name() for symbol in scope.get_symbols() if not own or symbol.is_global())
    for inner in scope.get_children():
        yield from _shared(inner)


def _does(body: Iterable[ast.stmt]) -> Does:
    nodes = [node for one in body for node in ast.walk(one)]
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    used = frozenset(node.id for node in nodes if isinstance(node, ast.Name))
    reported = (word.arg for call in calls if _word(call) == "live.report" for word in call.keywords)
    return Does(any(_word(call) == "live.steps" for call in calls), frozenset(name for name in reported if name), used)


_CONTROLS: dict[str, Callable[[ast.Call], Control]] = {"live.slider": _slider, "live.choice": _choice}

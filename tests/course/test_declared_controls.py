from __future__ import annotations

import pytest

from tutor.course.controls import declared
from tutor.course.model import Choice, Prediction, Quiz, QuizAnswer, Slider


def error_of(source: str) -> tuple[int, str]:
    """The line and words of the one error that a cell's declarations have."""
    (error,) = declared(source).errors
    return error.line, str(error)


def test_a_slider_is_read_with_all_it_says() -> None:
    source = (
        'x = 1\nr = live.slider("rate", 0.25, low=0.01, high=1.5, scale="log", presets=[0.25, 1], label="the rate")'
    )
    assert declared(source).controls == (
        Slider("rate", 0.25, 0.01, 1.5, scale="log", presets=(0.25, 1.0), label="the rate"),
    )


def test_a_whole_slider_has_whole_numbers() -> None:
    (slider,) = declared('live.slider("steps", 100, low=1, high=10**3, whole=True)').controls
    assert isinstance(slider, Slider)
    assert (repr(slider.default), repr(slider.low), repr(slider.high)) == ("100", "1", "1000")


def test_a_choice_is_read() -> None:
    source = 'pick = live.choice("kind", "b", ("a", "b"), label="which")'
    assert declared(source).controls == (Choice("kind", "b", ("a", "b"), "which"),)


def test_arithmetic_on_literals_is_a_literal() -> None:
    (slider,) = declared('live.slider("x", -1 / 2, low=-(2 ** 3), high=3 * 2 - 1)').controls
    assert slider == Slider("x", -0.5, -8.0, 5.0)


def test_controls_stand_in_the_order_of_the_source() -> None:
    source = 'def f():\n    return live.choice("a", "1", ["1"])\nlive.slider("b", 1, low=0, high=2)'
    assert [control.name for control in declared(source).controls] == ["a", "b"]


def test_a_quiz_alone_in_its_cell_is_a_question() -> None:
    source = 'live.quiz("Which?", live.right("this", "since it is"), live.wrong("that", because="no"))'
    assert declared(source).question == Quiz(
        "Which?", (QuizAnswer("this", True, "since it is"), QuizAnswer("that", False, "no")), 1
    )


def test_a_prediction_alone_in_its_cell_is_a_question() -> None:
    source = 'live.predict("What then?", control="rate", value=0.5)'
    assert declared(source).question == Prediction("What then?", "rate", 0.5, 1)


def test_a_cell_that_only_mentions_a_slider_declares_none() -> None:
    assert declared('# live.slider("rate") would stand here\nx = "live.quiz"').controls == ()


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ('x = 1\nlive.slider("r", x, low=0, high=2)', 2, "'x' must be written as a literal"),
        ('live.slider("r", 9 ** 9 ** 9, low=0, high=2)', 1, "must be written as a literal"),
        ('live.slider("r", 1 / 0, low=0, high=2)', 1, "must be written as a literal"),
        ('live.slider("r", 1, low=0)', 1, "live.slider needs high"),
        ('live.slider("r", 1, 0, 2)', 1, "name and default by position"),
        ('live.slider("r", 3, low=0, high=2)', 1, "3.0 is not between 0.0 and 2.0"),
        ('live.slider("r", 1, low=0, high=2, presets=[1, 5])', 1, "5.0 is not between"),
        ('live.slider("r", 1, low=2, high=2)', 1, "must be below"),
        ('live.slider("r", 1, low=0, high=2, scale="log")', 1, "above 0"),
        ('live.slider("r", 1, low=0, high=2, scale="cubic")', 1, "'linear' or 'log'"),
        ('live.slider("r", "1", low=0, high=2)', 1, "default is a finite number"),
        ('live.slider("r", 1e999, low=0, high=2)', 1, "default is a finite number"),
        ('live.slider("r", **options)', 1, "write the arguments out"),
        ('live.choice("c", "z", ["a", "b"])', 1, "'z' is not one of 'a', 'b'"),
        ('live.choice("c", "a", "abc")', 1, "options are a list of words"),
        ('live.quiz("Which?", live.wrong("this", "no"))', 1, "no answer is right"),
        ('live.quiz("Which?", "this")', 1, "live.right(…) or live.wrong(…)"),
        ('x = 1\nlive.quiz("Which?", live.right("this", "yes"))', 2, "must stand alone in its cell"),
        ('if True:\n    live.quiz("Which?", live.right("this", "yes"))', 2, "must stand alone in its cell"),
        ('live.predict("What?", control="r")', 1, "needs value"),
        ("x = 1\nlive.slider(", 2, "not Python"),
        ('live.slider("r", "\0")', 1, "not Python"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_line(source: str, line: int, words: str) -> None:
    at, what = error_of(source)
    assert at == line
    assert words in what


def test_one_bad_control_leaves_the_others() -> None:
    found = declared('live.slider("a", z, low=0, high=1)\nlive.slider("b", 0, low=0, high=1)')
    assert [control.name for control in found.controls] == ["b"]
    assert len(found.errors) == 1

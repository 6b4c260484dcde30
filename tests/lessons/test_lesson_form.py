"""The form of every lesson: short stretches of prose, narrow cells, controls that stay in range."""

import os
import re
import subprocess
import sys
from pathlib import Path
from pkgutil import resolve_name

import pytest
from own_course import LESSONS

from tutor.course.catalogue import load_course
from tutor.course.model import Prose, Quiz

MOST_WORDS = 120
WIDEST = 74
"""Columns of prose."""
WIDEST_CODE = 66
MOST_LINES = 18
WHOLE_FILES = {("training_loop", "train.py"), ("many_gpus", "ddp.py")}
"""The cells that are longer: each writes a script, which is to be read from its first line to its last."""

NUMBERS = {
    # What each number in the prose is: inputs of the lesson's own code, never results (those are computed on screen).
    "why_pytorch": {
        "100": "points",
        "300": "steps",
        "0": "depth; what TensorFlow 1 prints in place of numbers",
        "1": "a line of code; depth; TensorFlow's first version; an input",
        "2": "depth; width; TensorFlow's second version; in sin(2x)",
        "16": "width",
        "32": "bits of a number",
        "64": "bits of a number",
        "3": "in x³, as it is written in Python",
        "9": "what x³ is divided by",
        "0.5": "w, as it is to be changed and as TensorFlow 1 had it",
        "0.7": "where the slope of tanh is taken",
        "1.0": "an input",
        "2.0": "an input",
        # The years are the syllabus's; test_facts_why_pytorch.py says which belongs to what.
        **{str(year): "a year" for year in (1958, 1969, 1986, 1989, 2005, 2007, 2011, 2012)},
        **{str(year): "a year" for year in (2015, 2016, 2017, 2019, 2022)},
    },
    "tensors": {
        "0": "the first index; the dimension that is summed over",
        "1": "a length that stretches; as in −1, the last; where arange begins",
        "2": "rows; a length; where arange ends",
        "3": "numbers of a row; a length; a whole number for example",
        "4": "a length",
        "32": "the sides of the picture",
        "0.25": "a step of arange",
        "3.0": "a real number for example",
    },
    "speed": {
        "784": "inputs of the network",
        "100": "hidden numbers",
        "10": "classes",
        "4": "bytes of a float32",
        "12": "bytes that an element of A + B or A @ B moves: three numbers of 4 bytes",
        "2": "as in 2 n³",
        "4096": "the largest of the choices",
    },
    "graphs": {"1": "as in 1 − tanh²", "0": "w > 0", "2": "** 2"},
    "backprop": {
        "1": "where the walk starts; as in 1 − tanh², 1/N, v = (1, 0), versions",
        "0": "as in v = (1, 0); a version",
        "2": "local derivatives; a 2 × 2 table; the change to Cube",
        "3": "the slope of 3x; as in Cube",
        "0.001": "the push",
    },
    "linear_regression": {
        "0": "where parameters begin, and the true intercept",
        "0.1": "the grid of x",
        "10": "the end of the grid of x",
        "9.9": "the last x",
        "100": "samples; steps",
        "1": "features; columns",
        "3": "the true slope",
        "2": "the exponent's derivative",
        "0.001": "the rate",
        "1e-3": "the rate",
        "1000": "steps of the last cell",
    },
    "learning_rate": {
        "0": "where training starts; the sign of a factor",
        "100": "steps",
        "0.028": "a preset",
        "0.03": "a preset",
        "0.005": "a preset",
        "0.0005": "a preset",
        "1": "as in 1 − rate · λ, a length of 1, 1%",
        "2": "as in 2/λ",
        "0.9": "a factor for example",
        "5": "percent by which the range test raises the rate",
    },
    "losses": {
        "0": "as a target, a logit, a logarithm's argument",
        "1": "as a target, a share, a price",
        "2": "as in e²/2; the slope of the line",
        "3": "where b and the error end; a true weight",
        "4": "a price",
        "100": "points",
        "119": "the last step of the rising logit",
    },
    "data": {
        "0": "what a loader begins with: num_workers=0",
        "1": "a size of a batch; a scale; as in 1/size",
        "2": "workers",
        "7": "no row of a stream",
        "12": "rows of each writer",
        "40": "writers; MB of a file",
        "16": "MB of the limit; the size of a batch",
        "32": "the size of a batch",
        "100": "a scale",
        "0.01": "a scale",
        "3.14": "a version of Python",
    },
    "optimizers": {
        "0": "where state begins; β of plain SGD; the middle of the ravine; what weights decay to",
        "1": "as in 1 − β; the lowest point; where two weights begin",
        "2": "the square; as in 2(1 + β)/λ",
        "100": "a factor of the formula of Rosenbrock's valley; biases of a layer",
        "10": "the size of a gradient",
        "0.1": "the size of a gradient; the end of a slider",
        "0.9": "a default of Adam",
        "0.999": "a default of Adam",
        "0.001": "Adam's default rate",
        "0.99": "a preset",
        "0.07": "a preset",
        "1e-8": "the default of ε",
        "400": "steps",
        "50": "the step of the break",
        "784": "inputs of a layer",
    },
    "modules": {
        "0": "what a dead unit puts out; β, a mean",
        "1": "as in 1 − p, N − 1; a variance; β, a gain",
        "2": "units of a hidden layer",
        "3": "units of a hidden layer",
        "4": "units of a hidden layer; bytes of a float32; features",
        "6": "examples",
        "8": "pixels of a side",
        "784": "pixels of a picture",
        "0.1": "the share of the batch in running statistics",
        "0.9": "what is kept of running statistics",
        "0.5": "a probability of dropout",
    },
    "architectures": {
        "0": "a gradient, a weight, a bias; a letter",
        "1": "as in the rule of sizes; what weights add up to; a guess; a number of heads; a temperature",
        "2": "as in 2 · padding; a block of 2 × 2",
        "3": "the sides of a kernel",
        "5": "LeNet-5",
        "6": "as in 1/6",
        "8": "heads",
        "28": "the sides of the enlarged digits",
        "29": "a letter",
        "30": "a letter",
        # The years of what is named beside them.
        "1997": "a year",
        "1998": "a year",
        "2022": "a year",
    },
    "many_gpus": {
        "0": "the first rank, and the first index",
        "1": "a rank",
        "2": "ranks; as in 2 (n − 1) / n",
        "3": "restarts that torchrun allows",
        "12": "the step at which a rank ends itself",
    },
    "training_loop": {
        "0": "what a broken last bias says",
        "1": "a number of threads",
        "5": "the beginning of 5,000",
        "8": "pixels of a side; a digit",
        "10": "classes",
        "13": "writers",
        "14": "a lesson",
        "15": "epochs",
        "18": "whole batches of an epoch",
        "30": "labels of a hundred; columns",
        "32": "the size of a batch",
        "45": "what is left for the last batch, as the sum before it says",
        "50": "rows",
        "64": "the size of a batch",
        "100": "points held out; as in 30 of 100",
        "128": "units of a hidden layer",
        "150": "rows",
        "200": "rows",
        "300": "points; pictures held out",
        "400": "pictures",
        "0.33": "one of 300, in points",
        "1197": "pictures to train on",
        "797": "the end of 1,797",
        "000": "the end of 5,000",
    },
    "capstone": {
        "91": "the goal, in percent",
        "360": "images held out",
        "20": "thousand numbers, the budget",
        "000": "of that",
        "5": "seconds, the budget",
        "13": "people who wrote the digits",
        "128": "hidden units",
        "192": "a batch",
        "8": "times as many",
        "24": "a batch",
        "0": "where a rate ends; what stands for an empty cell",
        "1": "what stands for a category",
    },
    "gpu": {
        "0": "what a lost gradient becomes",
        "0.001": "the step that is rounded away",
        "1": "the weight; a look at each step; a batch of one",
        "3": "a lesson",
        "5": "bits of an exponent",
        "7": "bits of a fraction",
        "8": "bits of an exponent; bytes of Adam's two numbers",
        "10": "bits of a fraction",
        "12": "steps of the queue",
        "13": "a lesson",
        "16": "bits of a number",
        "20": "seconds that the tutor announces for compiling",
        "23": "bits of a fraction",
        "32": "bits of a number",
        "60": "steps",
        "512": "AVX-512",
    },
    "universal_approximation": {
        "0": "what a ReLU makes of a negative number; the left end of the tent; where a sum is 0",
        "1": "a slope; a weight; a jump; the right end of the tent; the length of a vector; a bias of the count",
        "2": "as in 2/λmax",
        "4": "the least n to try",
        "8": "a width",
        "10": "as in 10 · width + 1, for eight inputs",
        "32": "a width",
        "50": "pairs",
        "60": "held-out points",
        "64": "the largest n to try; random units",
        "100": "pairs",
        "150": "points",
        "200": "pairs",
        "300": "steps",
        **{str(year): "a year" for year in (1989, 1993, 2016, 2021)},
    },
}


@pytest.fixture(params=LESSONS)
def slug(request):
    return request.param


def prose(lesson):
    return [block.text for screen in lesson.screens for block in screen.blocks if isinstance(block, Prose)]


def test_the_course_lists_these_lessons_and_has_no_problems(lessons_root):
    course = load_course(lessons_root)
    assert [lesson.slug for lesson in course.lessons] == list(LESSONS)
    assert course.problems == ()
    assert all(lesson.problems == () for lesson in course.lessons)


def test_the_facts_at_the_head_are_complete(slug, read):
    lesson = read(slug)
    assert 10 <= lesson.minutes <= 20
    assert lesson.summary
    assert len(lesson.goals) == 3
    assert lesson.teaches
    assert lesson.needs


def test_every_screen_has_something_live(slug, read):
    for screen in read(slug).screens:
        assert screen.cells, screen.title


def test_nobody_reads_more_than_120_words_before_something_live(slug, read):
    for screen in read(slug).screens:
        words = 0
        for block in screen.blocks:
            words = words + len(block.text.split()) if isinstance(block, Prose) else 0
            assert words <= MOST_WORDS, screen.title


def test_cells_are_short_and_narrow(slug, read):
    for cell in read(slug).cells:
        lines = cell.source.splitlines()
        assert len(lines) <= MOST_LINES or (slug, cell.title) in WHOLE_FILES, cell.title
        assert max(map(len, lines)) <= WIDEST_CODE, cell.title


def test_its_facts_and_how_it_looks_as_a_whole_are_tested(slug):
    facts = Path(__file__).with_name(f"test_facts_{slug}.py").read_text(encoding="utf-8")
    assert re.search(rf'^class TestTheWholeLesson\(\w+\):\n    lesson = "{slug}"$', facts, re.MULTILINE)


def test_prose_is_set_in_lines_that_need_no_wrapping(slug, read):
    for text in prose(read(slug)):
        assert max(map(len, text.splitlines())) <= WIDEST, text


def test_no_line_within_a_sentence_begins_like_an_item_of_a_list(slug, read):
    item = re.compile(r"\s*(?:[-+*]|\d+[.)])\s")
    for text in prose(read(slug)):
        within = False  # an item that ends the sentence before it, as at a colon, stands after an empty line
        for line in text.splitlines():
            begins = bool(item.match(line))
            assert not (begins and within), line
            within = bool(line.strip()) and not begins and (within or not line.startswith(" "))


def test_every_cell_has_a_title_of_its_own(slug, read):
    titles = [cell.title for cell in read(slug).cells]
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_numbers_in_the_prose_are_inputs_and_not_results(slug, read):
    found = set()
    for text in prose(read(slug)):
        found |= set(re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?:e-?\d+)?(?!\w)", text.replace("3x", "3 x")))
    assert found <= set(NUMBERS[slug]), found - set(NUMBERS[slug])


def test_each_answer_of_a_quiz_says_why(slug, read):
    quizzes = [block for screen in read(slug).screens for block in screen.blocks if isinstance(block, Quiz)]
    assert quizzes
    for quiz in quizzes:
        assert sum(answer.right for answer in quiz.answers) == 1, quiz.question
        assert all(len(answer.because.split()) >= 6 for answer in quiz.answers), quiz.question


def test_a_quiz_has_no_marks_of_markdown_which_it_would_show_as_they_are(slug, read):
    for quiz in (block for screen in read(slug).screens for block in screen.blocks if isinstance(block, Quiz)):
        texts = [quiz.question, *(text for answer in quiz.answers for text in (answer.text, answer.because))]
        assert not [text for text in texts if "`" in text or "**" in text]


def test_it_ends_with_what_one_can_do_and_where_it_is_documented(slug, read):
    last = read(slug).screens[-1]
    text = next(block.text for block in last.blocks if isinstance(block, Prose))
    assert last.title == "What you can do now"
    assert len(re.findall(r"(?m)^- ", text)) == 3
    for name in re.findall(r"`(torch[\w.]+)`", text):
        resolve_name(name)  # raises where there is no such thing


def test_it_runs_by_itself_without_a_warning(lessons_root):
    """One of them, as a process of its own; `pytorch-tutor verify` runs every one as a script, in warm processes."""
    slug = "linear_regression"
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(lessons_root.parent)}
    command = [sys.executable, "-W", "error::UserWarning", str(lessons_root / slug / "lesson.py")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "step 0" in done.stdout


def test_hidden_cells_only_repeat_what_an_earlier_lesson_has_shown(read):
    shown = "\n".join(cell.source for cell in read("linear_regression").cells)
    for cell in read("learning_rate").cells:
        if "hidden" in cell.tags and "class " in cell.source:
            assert cell.source[cell.source.index("class ") :] in shown


def test_the_laboratory_and_the_sweep_are_there_once(read):
    lesson = read("learning_rate")
    assert sum("laboratory" in screen.tags for screen in lesson.screens) == 1
    assert sum("sweep" in cell.tags for cell in lesson.cells) == 1

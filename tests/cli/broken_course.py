"""A course with one defect of each kind that `verify` must find, made from the course that `new` makes."""

from __future__ import annotations

import shutil
from pathlib import Path

from tutor.commands.making import TEMPLATE

DESCEND = TEMPLATE / "first_steps" / "descend"
LESSON = """# /// lesson
# title = "{title}"
# teaches = [{teaches}]
# needs = [{needs}]
# exercises = [{exercises}]
# ///
# %%
from tutor import live

{code}
"""
"""The code begins on line 10."""


def quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f'"{word}"' for word in words)


def lesson(
    course: Path,
    slug: str,
    code: str = "1 + 1",
    *,
    teaches: tuple[str, ...] = (),
    needs: tuple[str, ...] = (),
    exercises: tuple[str, ...] = (),
) -> None:
    """Write a lesson and put it at the end of the course."""
    (course / slug).mkdir(parents=True, exist_ok=True)
    text = LESSON.format(
        title=slug, teaches=quoted(teaches), needs=quoted(needs), exercises=quoted(exercises), code=code
    )
    (course / slug / "lesson.py").write_text(text)


def exercise(course: Path, slug: str, files: dict[str, str | None] | None = None) -> Path:
    """Copy the good exercise as one of the lesson 'work', then change some of its files; None takes one away.

    Where their number is not the point, answers that are not changed are left out: there is less to be judged.
    """
    folder = course / "work" / slug
    shutil.copytree(DESCEND, folder, ignore=shutil.ignore_patterns("__pycache__"))
    if slug not in COUNTED:
        for path in (*folder.glob("right/*.py"), *folder.glob("wrong/*.py")):
            path.unlink()
    (folder / "test_descend.py").rename(folder / f"test_{slug}.py")
    for name, text in (files or {}).items():
        if text is None:
            (folder / name).unlink()
        else:
            (folder / name).write_text(text)
    return folder


def test_file(changes: tuple[str, str]) -> str:
    return (DESCEND / "test_descend.py").read_text().replace(*changes)


def task(*changes: tuple[str, str]) -> str:
    text = (DESCEND / "task.md").read_text()
    for change in changes:
        text = text.replace(*change)
    return text


GOOD = "def descend(x, rate):\n    return x - rate * 2 * x\n"
EXERCISES: dict[str, dict[str, str | None]] = {
    "easy": {"starter.py": GOOD},
    "crash": {"starter.py": "import torhc\n"},
    "typo": {"starter.py": "def descend(x, rate)\n    ...\n"},
    "unsolved": {"solution.py": "def descend(x, rate):\n    return x\n"},
    "narrow": {"right/factored.py": "def descend(x, rate):\n    return 2 * x\n"},
    "lenient": {"wrong/half.py": "# expects: half\n" + GOOD},
    "mute": {"wrong/half.py": "# expects: half as far\n# expects: a word\n" + GOOD.replace("2 *", "1 *")},
    "stops": {"wrong/half.py": "# expects: NameError\ndef descend(x, rate):\n    return y\n"},
    "misplaced": {
        "wrong/half.py": "# expects: half as far\n# fails: leaves x as it was\n" + GOOD.replace("2 *", "1 *"),
        "wrong/in_place.py": "# expects: changed\n# fails: leaves what it is given as it was\n"
        "def descend(x, rate):\n    x -= rate * 2 * x\n    return x\n",
        "wrong/uphill.py": "# expects: up\n# fails: is there\n" + GOOD.replace("x -", "x +"),
    },
    "unsaid": {"wrong/half.py": GOOD.replace("2 *", "1 *")},
    "helpless": {"task.md": task(("## Hint: goes by the rate times the slope\nHow far", "How far"))},
    "aimless": {
        "task.md": task(
            ("## Hint\nThe", "## Hint: goes down on both sides; leaves what it is given as it was\nThe"),
            ("## Hint: goes by the rate times the slope\nHow", "## Hint: leaves x as it was; is there\nHow"),
        )
    },
    "ahead": {"task.md": task(('uses = ["slope"', 'uses = [\n  "magic"'))},
    "early": {"task.md": task(('"slope", "step"', '"slope", "later"'))},
    "fickle": {
        "test_fickle.py": test_file(
            ("    before = x.clone()\n", "    before = x.clone()\n    assert torch.initial_seed() != 17\n")
        )
    },
    "blind": {"test_blind.py": test_file(("def test_leaves_x_alone(answer)", "def test_leaves_x_alone()"))},
    "doubled": {"test_doubled.py": test_file(("leaves x as it was", "goes down on both sides"))},
    "spoiled": {"test_spoiled.py": "def test_it(answer:\n"},
    "few": {"wrong/half.py": None, "right/factored.py": None},
    "littered": {"notes.txt": "what I meant\n", "right/how.md": "so\n"},
    "bare": {"solution.py": None},
    "torch": {},
}


COUNTED = ("few", "littered")


def broken_course(root: Path) -> Path:
    """Write the course."""
    root.mkdir()
    lessons = {
        "work": {"teaches": ("slope", "step"), "exercises": (*EXERCISES, "away", "Loud")},
        "needy": {"needs": ("later", "never")},
        "late": {"teaches": ("later",), "exercises": ("easy",)},
        "out_of_range": {"code": 'rate = live.slider("rate", 5.0, low=0.0, high=1.0)'},
        "ends": {"code": 'rate = live.slider("rate", 0.5, low=0.0, high=1.0)\n1 / (1 - rate.value)'},
        "choices": {"code": 'kind = live.choice("kind", "a", ["a", "b"])\n{"a": 1}[kind.value]'},
        "falls": {"code": "x = 1\nx / 0"},
        "far": {
            "code": 'rate = live.slider("rate", 0.5, low=0.0, high=1.0)\n# %%\nother = 2\n# %%\n1 / (1 - rate.value)'
        },
        "warns": {"code": "import warnings\nwarnings.warn('this goes another way')"},
        "syntax": {"code": "x = 1\nif x\n    pass"},
        "guess": {
            "code": 'rate = live.slider("rate", 0.5, low=0.0, high=1.0)\n# %%\n'
            'live.predict("What will 2 do?", control="rate", value=2.0)'
        },
        "tagged": {"code": '# %% tags=["hiden"]\n1'},
    }
    for slug, facts in lessons.items():
        lesson(root, slug, **facts)  # type: ignore[arg-type]
    for slug, files in EXERCISES.items():
        exercise(root, slug, files)
    exercise(root, "Loud")
    shutil.copytree(root / "work" / "unsolved", root / "late" / "easy")
    (root / "late" / "easy" / "test_unsolved.py").rename(root / "late" / "easy" / "test_easy.py")
    (root / "late" / "idioms.py").write_text("# %% one\nx = 1\n# %% two\nx / 0\n")
    (root / "needy" / "idioms.py").write_text("# %% one\nx = 1\n# %%\nif x\n")
    (root / "stray.py").write_text("x = 1\n")
    (root / "work" / "draft").mkdir()
    (root / "course.toml").write_text(
        f'title = "Broken"\nformat = 2\n[[parts]]\ntitle = "All"\nlessons = [{quoted((*lessons, "gone"))}]\n'
    )
    return root

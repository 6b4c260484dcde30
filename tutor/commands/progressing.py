"""`pytorch-tutor progress`: how the lessons and the exercises stand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tutor.commands.lookup import course_in, kept, to_type
from tutor.commands.running import write
from tutor.course.exercise import Exercise, exercises_of
from tutor.course.model import Course, Lesson
from tutor.learner.practice import Status
from tutor.learner.progress import Store
from tutor.learner.remaining import remaining

MARKS: dict[Status, str] = {"new": "○", "tried": "◐", "right": "✓", "skipped": "→"}


def progress(course: Path | None, *, as_json: bool) -> int:
    """Print how everything stands. Raises UsageError."""
    found = course_in(course)
    with kept(found) as store:
        data = as_data(found, store)
    write((json.dumps(data, ensure_ascii=False) if as_json else "\n".join(as_text(data))) + "\n")
    return 0


def as_data(course: Course, store: Store) -> dict[str, Any]:
    """How everything stands, as plain data."""
    exercises = exercises_of(course)
    states = [_exercise(one, store) for one in exercises]
    lessons = []
    for lesson in course.lessons:
        record = store.lesson(lesson.slug)
        lessons.append(
            {
                "lesson": lesson.slug,
                "title": lesson.title,
                "finished": not remaining(lesson, store),
                "seen": len({screen for screen in record.visited if screen < len(lesson.screens)}),
                "screens": len(lesson.screens),
                "exercises": [state for state, one in zip(states, exercises, strict=True) if one.lesson == lesson.slug],
            }
        )
    return {
        "course": course.title,
        "right": sum(state["status"] == "right" for state in states),
        "exercises": len(states),
        "next": next_unfinished(exercises, store),
        "lessons": lessons,
        "milestones": [_milestone(one, store) for one in course.milestones],
    }


def next_unfinished(exercises: Sequence[Exercise], store: Store, after: str | None = None) -> str | None:
    """The slug of the next exercise that is neither right nor skipped, then of the next skipped one; None where all
    are right. Looked for after the slug `after`, round the end of the course."""
    slugs = [one.slug for one in exercises]
    start = slugs.index(after) + 1 if after in slugs else 0
    order = [slug for slug in (*slugs[start:], *slugs[:start]) if slug != after]
    status = {slug: store.practice.attempt(slug).status for slug in order}
    for wanted in (("new", "tried"), ("skipped",)):
        if (found := next((slug for slug in order if status[slug] in wanted), None)) is not None:
            return found
    return None


def as_text(data: Mapping[str, Any]) -> Iterator[str]:
    """The same for a person, line by line."""
    titles = max((len(row["title"]) for lesson in data["lessons"] for row in lesson["exercises"]), default=0)
    for lesson in data["lessons"]:
        rows = lesson["exercises"]
        right = sum(row["status"] == "right" for row in rows)
        seen = "done" if lesson["finished"] else f"{lesson['seen']} of {lesson['screens']} screens"
        done = f" · {right} of {_exercises(len(rows))} right" if rows else ""
        yield f"{lesson['title']}   {seen}{done}"
        for row in rows:
            yield f"  {MARKS[row['status']]} {row['title']:<{titles}}  {row['exercise']}{_tries(row)}"
    yield ""
    ends = data["milestones"]
    titles = max((len(row["title"]) for row in ends), default=0)
    names = max((len(row["milestone"]) for row in ends), default=0)
    for row in ends:
        kept = f"   {row['day']}: {row['result']}" if row["reached"] else "   not reached yet"
        yield f"{'◆' if row['reached'] else '◇'} {row['title']:<{titles}}  {row['milestone']:<{names}}{kept}"
    yield from [""] if ends else []
    yield f"{data['right']} of {_exercises(data['exercises'])} right"
    if data["next"] is not None:
        yield f"next: {to_type('watch', data['next'])}"


def _exercises(count: int) -> str:
    return f"{count} exercise{'' if count == 1 else 's'}"


def _tries(row: Mapping[str, Any]) -> str:
    words = []
    if row["attempts"]:
        words.append(f"{row['attempts']} {'check' if row['attempts'] == 1 else 'checks'}")
    if row["hints"]:
        words.append(f"{row['hints']} {'hint' if row['hints'] == 1 else 'hints'}")
    return f"   {', '.join(words)}" if words else ""


def _milestone(lesson: Lesson, store: Store) -> dict[str, Any]:
    last = store.milestones.latest(lesson.slug)
    return {
        "milestone": lesson.slug,
        "title": lesson.title,
        "reached": last is not None,
        "result": last.result if last is not None else None,
        "day": last.day if last is not None else None,
        "at": last.at if last is not None else None,
        "controls": last.controls if last is not None else {},
    }


def _exercise(exercise: Exercise, store: Store) -> dict[str, Any]:
    attempt = store.practice.attempt(exercise.slug)
    return {
        "exercise": exercise.slug,
        "title": exercise.title,
        "status": attempt.status,
        "verdict": attempt.verdict or None,
        "attempts": attempt.attempts,
        "hints": attempt.hints,
        "solution_seen": attempt.solution_seen,
        "solved_at": attempt.solved_at,
    }

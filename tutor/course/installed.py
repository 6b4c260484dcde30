"""Courses that are installed as packages: each is named by an entry point, and found without running any of it."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import metadata
from importlib.machinery import PathFinder
from pathlib import Path

import msgspec

GROUP = "pytorch_tutor.courses"
"""The group of entry points; each is the name of a course, and the package in whose folder its course.toml lies."""


class InstalledCourse(msgspec.Struct, frozen=True):
    """What a package says of a course of its."""

    name: str
    package: str
    """As pip knows it, with its version."""
    root: Path | None
    """Its folder; None where there is none."""
    problem: str = ""
    """Why it cannot be opened; '' where it can."""


def installed_courses(found: Iterable[metadata.EntryPoint] | None = None) -> list[InstalledCourse]:
    """The courses of all packages that are installed, by their names."""
    points = metadata.entry_points(group=GROUP) if found is None else found
    return sorted({one.name: _course(one) for one in points}.values(), key=lambda one: one.name)


def installed_course(name: str) -> InstalledCourse | None:
    """The course of this name, if there is one."""
    return next((one for one in installed_courses() if one.name == name), None)


def _course(point: metadata.EntryPoint) -> InstalledCourse:
    distribution = point.dist
    package = f"{distribution.name} {distribution.version}" if distribution is not None else ""
    root = _folder(point.value.partition(":")[0].strip())
    if root is None:
        return InstalledCourse(point.name, package, None, f"there is no package {point.value}")
    if not (root / "course.toml").is_file():
        return InstalledCourse(point.name, package, root, f"{root} has no course.toml")
    return InstalledCourse(point.name, package, root)


def _folder(module: str) -> Path | None:
    """The folder of a package, which is not imported: to look at a course is not to run it."""
    top, *below = module.split(".")
    try:
        spec = PathFinder.find_spec(top)
    except (ImportError, ValueError):
        return None
    for place in (spec.submodule_search_locations or ()) if spec is not None else ():
        folder = Path(place, *below)
        if folder.is_dir():
            return folder
    return None

"""A plugin that keeps the contract, made so small that a test can break one thing of it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from lms.foundation.plugins.activity import ActivityType, Compiled, InvalidAnswer, Outcome, Step
from lms.foundation.plugins.block import LessonBlock
from lms.foundation.plugins.contract.subject import Entry, Subject
from lms.foundation.plugins.discovery import Candidate
from lms.foundation.plugins.manifest import InstitutionSetting, Manifest, PersonalData, Setting
from lms.foundation.plugins.report import Column, Report, Row

SOUND = '''"""Sound."""

import os
from django.conf import settings
from django.core.cache import cache
from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.activity import ActivityType
from lms.foundation.plugins.institution_settings import settings_for
from lms.learning.progress.models import Enrolment

KEY = "toy.last"


def view(request, pk):
    request.session["toy.seen"] = settings.PLUGIN_SETTINGS["toy"]["DAYS"]
    request.session.pop(KEY, None)
    if settings_for("toy", request.user.institution)["token"].matches("a"):
        return settings_for("toy", institution=pk)
    if "toy.seen" in request.session:
        cache.set(f"toy.{pk}", 1)
    return cache.get("toy." + str(pk)) or settings.AUTH_USER_MODEL or {"a": 1}.get("b")
'''

DATA = {
    "manifest": Manifest(
        name="Toy",
        version="1.0",
        api=">=2.0,<3",
        summary="A toy.",
        languages=("en", "fr"),
        settings=(Setting("DAYS", "3", "How many days."),),
        institution_settings=(
            InstitutionSetting("token", "Token", "The registry gives it.", secret=True),
            InstitutionSetting("size", "Size", kind="choice", choices=(("s", "Small"), ("l", "Large")), default="s"),
        ),
        personal_data=(PersonalData("toy.Thing", person="enrolment__learner", what="Things."),),
    ),
    "candidate": Candidate("toy", "toy.apps:Toy", distribution="mafunzo-toy", allowed=True),
}


class Guess(ActivityType):
    """One guess at one number."""

    slug = "toy_guess"
    name = "Guess"
    template = "toy/guess.html"
    fields = ("guess",)

    def compile(self, page: Any, *, language: str, country: str) -> Compiled:
        return Compiled(title=page.title, definition={"key": 7, "why": "It is the seventh."})

    def begin(self, definition: Any, *, seed: int, terms: Any) -> tuple[dict, dict]:
        return {"key": definition["key"], "hint": seed % 3}, {"guess": None}

    def answer(self, form: Any, state: Any, data: Any, *, now: Any) -> Step:
        match data.get("guess"):
            case [str(text)] if text.isascii() and text.isdecimal() and len(text) < 4:
                right = int(text) == form["key"]
                return Step(
                    {"guess": int(text)}, Outcome(completed=True, passed=right, score=float(right), closed=True)
                )
        raise InvalidAnswer("Give a number.")

    def context(self, definition: Any, form: Any, state: Any, *, closed: bool, now: Any) -> dict:
        shown = {"guess": state["guess"] if state else None, "hint": form["hint"] if form else 0}
        return {**shown, "why": definition["why"], "key": form["key"]} if closed else shown


class Count(Report):
    slug = "toy_count"
    name = "Count"

    def columns(self, params: Any) -> list[Column]:
        return [
            Column("place", "Place"),
            Column("share", "Share", "percent"),
            Column("number", "Number", "number"),
            Column("day", "Day", "date"),
        ]

    def rows(self, viewer: Any, params: Any, *, now: Any) -> list[Row]:
        return [Row({"place": "Here", "share": 0.5, "number": 3, "day": now.date()})] if viewer.is_superuser else []


class Note(LessonBlock):
    slug = "toy_note"

    def block(self) -> Any:
        from wagtail import blocks

        return blocks.CharBlock()

    def html(self, value: Any, *, language: str, country: str) -> str:
        from django.utils.html import format_html

        return format_html("<p>{}</p>", value)


def make(folder: Path, *, distribution: Path | None = None) -> Subject:
    """The toy's files in `folder`, and its distribution's metadata beside them."""
    root = folder / "toy"
    for name, text in {
        "__init__.py": "",
        "views.py": SOUND,
        "templates/toy/guess.html": '{% extends "interface/base.html" %}{% include "toy/part.html" %}',
        "static/toy/guess.js": "",
        "templatetags/toy_tags.py": "",
        "management/commands/toy_sweep.py": "",
        "locale/fr/LC_MESSAGES/django.mo": "",
        "tests/test_contract.py": "from courses.publishing.compiler import compile_course",
    }.items():
        write(root / name, text)
    info = folder / "mafunzo_toy-1.0.dist-info"
    write(info / "METADATA", "Metadata-Version: 2.1\nName: mafunzo-toy\nVersion: 1.0\n")
    write(info / "entry_points.txt", "[mafunzo.plugins]\ntoy = toy.apps:Toy\n")
    entries = (Entry("activity type", Guess()), Entry("report", Count()), Entry("lesson block", Note()))
    return Subject(
        slug="toy", package="toy", root=root, label="toy", entries=entries, catalogues=(root / "locale",), **DATA
    )


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def saying(subject: Subject, **said: Any) -> Subject:
    """The toy with another manifest."""
    return replace(subject, manifest=replace(subject.manifest, **said))

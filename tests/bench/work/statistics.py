"""The statistics of 10,000 attempts at a quiz of 40 questions: attempts in bulk, and the job that counts them."""

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from assessments.questions.models import Category
from assessments.quiz.models import Draw, QuizPage, StatisticsRun
from assessments.quiz.statistics import services
from courses.catalogue import lookup
from courses.models import Activity, Course, CoursePage, ProgrammePage
from lms.foundation.plugins.activity import activities
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.completion import figures as progress_figures
from lms.learning.progress.models import Attempt, Enrolment, Event
from lms.people.directory.models import User
from tests.bench.build.bulk import dumped, load
from tests.bench.build.content import _site
from tests.bench.build.world import found
from tests.bench.counting import Counter
from tests.bench.jobs import QUESTIONS
from tests.builders import make_question, right_options, unsearched, wrong_options
from tests.releasing import release_waiting

from .spending import backend, cpu_ms, memory_mb

VARIANTS = 500


def fill(attempts: int) -> int:
    """A course with a quiz of 40 questions, that many people who sat it, and the row that asks for its statistics."""
    now, chance = timezone.now(), random.Random(40)
    if User.objects.filter(institution__isnull=False).count() < attempts:
        found(now=now, chance=chance)
    with transaction.atomic():
        page = _course()
    problems = release_waiting(now)
    assert not problems, problems
    course = Course.objects.get(pk=page.translation_key)
    (entry,) = (entry for entry in course.release.outline.activities if entry.kind == "quiz")
    with transaction.atomic():
        _load(course, _variants(course, entry, chance, now, min(attempts, VARIANTS)), attempts, now)
    run = StatisticsRun(activity=Activity.objects.get(pk=entry.id), which="first", asked_at=now, touched_at=now)
    run.save()
    return run.pk


def _course() -> Any:
    programme = ProgrammePage.objects.order_by("path").first() or _site()
    with unsearched():
        page = CoursePage(title="Statistics", slug="statistics-bench", summary="Forty questions.", minutes=60)
        programme.add_child(instance=page)
        category = Category.objects.create(name="Forty questions")
        for number in range(QUESTIONS):
            kind = ("single", "multiple", "truefalse")[number % 3]
            make_question(category, f"Question {number}?", kind, right={0, 1} if kind == "multiple" else {0})
        quiz = QuizPage(title="Forty questions", slug="statistics-bench-quiz", pass_mark=70, attempts=3)
        quiz.draws = [Draw(category=category, number=0)]
        page.add_child(instance=quiz)
        for node in (page, quiz):
            node.save_revision().publish()
    return page


def _variants(
    course: Any, entry: Any, chance: random.Random, now: Any, number: int
) -> list[tuple[dict[str, Any], str]]:
    """Attempts as people of different ability would end them, folded by the quiz itself: their columns,
    and the data of their beginning.
    """
    digest, kind, made = entry.content("en", "", "en"), activities.get("quiz"), []
    for seed in range(number):
        form, state = kind.begin(lookup.content(digest).definition, seed=seed, terms={})
        attempt = Attempt(
            activity_id=entry.id, release_id=course.release_id, kind="quiz", number=1, form=form, state=state, events=1
        )
        able = chance.gauss(0.6, 0.2)
        data = {
            f"q:{item['id']}": right_options(item) if chance.random() < able else wrong_options(item)[:1]
            for item in form["items"]
        }
        step = kind.answer(form, state, {**data, "submit": ["1"]}, now=now)
        progress_figures.apply(attempt, step, deadline=None, now=now)
        columns = {
            "activity_id": attempt.activity_id,
            "release_id": course.release_id,
            "kind": "quiz",
            "form": dumped(form),
            "state": dumped(attempt.state),
            "events": 2,
            "passed": attempt.passed,
            "score": attempt.score,
        }
        made.append((columns, dumped({"seed": seed, "content": digest})))
    return made


def _load(course: Any, variants: list[tuple[dict[str, Any], str]], number: int, now: Any) -> None:
    """An enrolment, an attempt and its first event for each of `number` people."""
    people = list(
        User.objects.filter(institution__isnull=False)
        .order_by("pk")
        .values_list("pk", "institution_id", "sex")[:number]
    )
    first = {model: (model.objects.aggregate(last=Max("pk"))["last"] or 0) + 1 for model in (Enrolment, Attempt)}
    begun_at, stamp = now - timedelta(days=1), int((now - timedelta(days=1)).timestamp() * 1000)

    def each() -> Iterator[tuple[int, int, dict[str, Any], str]]:
        for place in range(len(people)):
            columns, seed = variants[place % len(variants)]
            yield first[Enrolment] + place, first[Attempt] + place, columns, seed

    load(
        Enrolment,
        (
            {
                "id": first[Enrolment] + place,
                "learner_id": pk,
                "course_id": course.pk,
                "release_id": course.release_id,
                "institution_id": at,
                "sex": sex,
                "status": "started",
                "remaining": 1,
                "enrolled_at": begun_at,
                "started_at": begun_at,
            }
            for place, (pk, at, sex) in enumerate(people)
        ),
    )
    load(
        Attempt,
        (
            {
                **columns,
                "activity_id": UUID(str(columns["activity_id"])),
                "id": attempt,
                "enrolment_id": enrolment,
                "number": 1,
                "begun_at": begun_at,
                "answered_at": now,
                "completed_at": now,
                "closed_at": now,
            }
            for enrolment, attempt, columns, _seed in each()
        ),
    )
    load(
        Event,
        (
            {
                "id": uuid7(stamp),
                "enrolment_id": enrolment,
                "number": 1,
                "attempt_id": attempt,
                "position": 0,
                "verb": "initialized",
                "data": seed,
                "occurred_at": begun_at,
                "received_at": begun_at,
            }
            for enrolment, attempt, _columns, seed in each()
        ),
    )


def calculate(row: int) -> dict[str, Any]:
    """Do the job: milliseconds of processor (the database's process too, where there is one), statements, megabytes of
    memory.

    What SQLite maps of its file into memory is the system's cache and does not count.
    """
    StatisticsRun.objects.get(pk=row)
    database = backend()
    counter = Counter()
    Path("/proc/self/clear_refs").write_text("5")
    before, memory, mapped = cpu_ms(database), memory_mb("VmRSS"), memory_mb("RssFile")
    with connection.execute_wrapper(counter):
        services.calculate(row, now=timezone.now())
    took, peak = cpu_ms(database) - before, memory_mb("VmHWM") - max(memory_mb("RssFile") - mapped, 0.0)
    run = StatisticsRun.objects.get(pk=row)
    figures = run.figures or {"all": {"number_of_attempts": 0, "questions": []}}
    return {
        "cpu_ms": took,
        "sql": counter.count,
        "peak_mb": peak,
        "grown_mb": max(peak - memory, 0.0),
        "attempts": figures["all"]["number_of_attempts"],
        "questions": len(figures["all"]["questions"]),
        "bytes": len(json.dumps(run.figures)),
    }

"""Builder of the whole demo school, in one transaction: it is there wholly or not at all."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from multiprocessing import get_context
from random import Random

from celery import current_app
from django.contrib.auth.models import Group
from django.db import connection, transaction

from certificates.models import Certificate
from certificates.paper.services import render
from courses.models import Course
from courses.pages.permissions import EDITING
from home.curriculum import files
from home.curriculum.course_of_tests import put_tests
from home.curriculum.services import load
from lms.desks.reporting.sums.refresh import refresh
from lms.foundation.interface.paper import fonts
from lms.people.directory.models import User

from . import (
    accounts,
    administrator_tasks,
    closed_cohort,
    conditions,
    conversations,
    deadlines,
    history,
    notices,
    observations,
    rare_events,
    refreshers,
    reviews,
    roster,
    school,
    sessions,
    simulations,
)
from .academies import SEED

RENDERED_AFTER = timedelta(seconds=4)
EDITORS, REVIEWERS = EDITING


class NotEmpty(ValueError):
    """Refusal: this database has people of its own already; a demo school is not mixed with them."""


def build(*, now: datetime) -> list[dict[str, str]]:
    """Return the curriculum, the school and its three months before `now`; returns one sign-in per role. Raises
    `NotEmpty`.
    """
    if User.objects.exists():
        raise NotEmpty
    chance = Random(SEED)  # noqa: S311  the same school every time, not a secret
    with _fonts_cut_meanwhile(), transaction.atomic():
        school = _build(now, chance)
        refresh(now=now)
    _render(list(Certificate.objects.pending().values_list("pk", flat=True)))
    current_app.control.purge()  # all of it is done
    return school


@contextmanager
def _fonts_cut_meanwhile() -> Iterator[None]:
    """Cut the fonts of the certificates on another processor, unless that is done; at the end of the block it is."""
    connection.close()
    cutting = get_context("fork").Process(target=fonts.faces)
    cutting.start()
    try:
        yield
    finally:
        cutting.join()


def _render(certificates: list[int]) -> None:
    """Make the PDFs on all processors, as if a worker had made each soon after it was issued."""
    connection.close()
    with ProcessPoolExecutor(max_workers=os.cpu_count(), mp_context=get_context("fork")) as pool:
        list(pool.map(_render_one, certificates, chunksize=8))


def _render_one(pk: int) -> None:
    certificate = Certificate.objects.get(pk=pk)
    render(certificate=certificate, now=certificate.issued_at + RENDERED_AFTER)


def _build(now: datetime, chance: Random) -> list[dict[str, str]]:
    desk = _desk()
    began = now - timedelta(weeks=14)
    load(now=began, by=desk["reviewer"])
    conditions.put(now=began, by=desk["reviewer"])
    tests = put_tests(now=began, by=desk["reviewer"])
    built = school.build(now=now, chance=chance)
    by_id = {course.pk: course for course in Course.objects.all()}
    courses = [by_id[files.named("course", key)] for key in files.site()["courses"]]
    history.create_history(built, courses, now=now, chance=chance)
    rare_events.create_rare_events(built, tests, now=now, chance=chance)
    deadlines.give(built, courses[2], tests, now=now)
    sessions.create_sessions(built, now=now)
    observations.observe(built, reviewer=desk["reviewer"], now=now)
    simulations.play(built, reviewer=desk["reviewer"], now=now)
    refreshers.refresh(built, by=desk["reviewer"], now=now)
    conversations.ask(built, now=now)
    notices.tell(built, now=now)
    roster.bring(built, now=now)
    closed_cohort.close_cohort(built, courses[0], now=now)
    administrator_tasks.fill(built, now=now)
    reviews.prepare(courses[0], editor=desk["editor"], now=now)
    reviews.look_again(courses[1], now=now)
    return accounts.give(built.roles | desk)


def _desk() -> dict[str, User]:
    """Return the editor who writes, the reviewer who approves, and the person who runs the site."""
    editor = User.objects.create_user(
        "EA-20", name="Samira Houmed Aden", sex="F", rank="Curriculum editor", role_family="other"
    )
    reviewer = User.objects.create_user(
        "EA-21", name="Joseph Okot", sex="M", rank="Senior trainer", role_family="other"
    )
    editor.groups.add(Group.objects.get(name=EDITORS))
    reviewer.groups.add(Group.objects.get(name=REVIEWERS))
    return {
        "editor": editor,
        "reviewer": reviewer,
        "superuser": User.objects.create_superuser("root", name="Superuser"),
    }

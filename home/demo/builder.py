"""Builder of the whole demo school, in one transaction: it is there wholly or not at all."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from multiprocessing import get_context
from random import Random
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from celery import current_app
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from certificates.bulk import services as ceremonies
from certificates.models import Ceremony, Certificate
from certificates.paper.services import render
from certificates.statement import keys
from courses.models import Course
from courses.pages.permissions import EDITING
from courses.pages.reading import reading_once
from home.curriculum import files
from home.curriculum.indexing import indexed_once
from home.curriculum.services import load
from home.operation.forks import close_before_fork
from lms.desks.reporting.sums.refresh import refresh
from lms.desks.teaching.standing.renewal import renew_all
from lms.foundation.interface.paper import fonts
from lms.learning.progress.enrolments import assignment_services, extension_services
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.dates import Dates, begins, ends
from lms.people.directory.models import User

from . import (
    accounts,
    administrator_tasks,
    closed_cohort,
    conditions,
    core,
    exams,
    history,
    notices,
    programmes,
    rare_events,
    refreshers,
    reviews,
    roster,
    school,
    sessions,
    simulations,
)
from .academies import SEED
from .programmes import PRACTICE
from .school import Campus, School

QUESTION = (
    "In the second lesson a person agreed to travel and was locked in only later. Is that trafficking from the "
    "beginning, or from the day on which the door was locked?"
)
ANSWER = (
    "From the moment at which somebody recruited her in order to exploit her, if the means were there by then: read "
    "the part on deception again. We speak of it on Thursday; bring your notes."
)
WAITS = "My grandmother is ill, so I am at home until Monday. May I do the exercise on my phone from there?"
RUDE = "You again. Read before you ask."


def ask(school: School, *, now: datetime) -> None:
    """Let people of the later intake write. Nothing where conversations are not installed."""
    if not apps.is_installed("lms.desks.conversations"):
        return
    from lms.desks.conversations import reports, services

    teacher = school.roles["instructor"]
    campus = next(one for one in school.campuses if teacher in one.instructors)
    learner = school.roles["learner"]
    first = _asked(campus, learner, "Agreed, and locked in later", QUESTION, at=now - timedelta(days=2))
    answer = services.MessageDraft(ANSWER, uuid4())
    services.reply(thread=first, by=teacher, said=answer, now=now - timedelta(days=1, hours=20))
    others = [one for one in campus.cohorts[-1].people.order_by("name", "pk") if one not in (learner, teacher)]
    _asked(campus, others[0], "Away until Monday", WAITS, at=now - timedelta(hours=5))
    rude = _asked(campus, others[1], "Which form?", "Which form is it at the border post?", at=now - timedelta(days=4))
    colleague = next((one for one in campus.instructors if one != teacher), teacher)
    services.reply(thread=rude, by=colleague, said=services.MessageDraft(RUDE, uuid4()), now=now - timedelta(days=3))
    reason = "This is not how one speaks to people."
    reports.report(thread=rude, by=others[1], reason=reason, now=now - timedelta(days=2))


def _asked(campus: Campus, learner: User, title: str, text: str, *, at: datetime) -> Any:
    from lms.desks.conversations import services
    from lms.desks.conversations.matters import Matter

    cohort = next(one for one in reversed(campus.cohorts) if one.members.filter(user=learner).exists())
    said = services.MessageDraft(text, uuid4(), title)
    return services.ask(learner=learner, cohort=cohort, matter=Matter(), said=said, now=at)


# A practical task that some of the later intake were observed at: one did well, two together, one not well enough,
# who says so; and a draft.

TASK = "first-contact-checkpoint"
ASSIGNED, OBSERVED, BEGUN = timedelta(days=12), timedelta(days=2), timedelta(minutes=30)
PLACE = "The yard behind the armoury"
SIGNED = (
    ((0,), (2, 2, 2, 1), "Took her time, and gave it."),
    ((1, 2), (1, 2, 1, 2), ""),
    ((3,), (0, 1, 0, 1), "The driver answered every question."),
)
"""Places on the list of names, the levels that they reached, and a remark."""
ACKNOWLEDGES, NEXT = 3, 4
SAYS = "I did not know that I may send the driver away. I would like to do it again."


def observe(school: School, *, now: datetime) -> None:
    """Let the instructor observe some people. Nothing where checklists are not installed."""
    if not apps.is_installed("assessments.observation"):
        return
    from . import observations

    campus = next(one for one in school.campuses if school.roles["instructor"] in one.instructors)
    cohort, by, assigned = campus.cohorts[-1], school.roles["instructor"], now - ASSIGNED
    course = Course.objects.get(pk=files.named("course", PRACTICE))
    for assignment in assignment_services.assign(cohort=cohort, courses=[course], due_at=None, by=by, now=assigned):
        assignment_services.run_assignment(assignment.pk, clock=lambda: assigned)
    entry: Any = course.release.outline.by_slug(TASK) if course.release else None
    people = list(cohort.people.exclude(pk=by.pk).order_by("name", "pk"))
    about: dict[str, Any] = {"cohort": cohort, "task": UUID(entry.id), "by": by}
    at = now - OBSERVED
    for places, reached, remark in SIGNED:
        observed = [people[place] for place in places]
        observations.sign(**about, people=observed, reached=reached, remark=remark, place=PLACE, now=at)
        at += timedelta(minutes=20)
    observations.acknowledge(person=people[ACKNOWLEDGES], comment=SAYS, now=at + timedelta(hours=6))
    observations.begin(**about, people=[people[NEXT]], now=now - BEGUN)
    if apps.is_installed("assessments.assignment"):
        from . import hand_ins

        second = next(one for one in campus.instructors if one.pk != by.pk)
        hand_ins.hand_in(cohort=cohort, people=people[5:10], by=by, second=second, now=now)


# Dates of courses at the academy of the instructor whom one can sign in as: one opens next week, one is optional,
# and somebody got more time.

GIVEN, OPENS, DUE, CLOSES, MORE = (timedelta(days=days) for days in (1, 7, 42, 60, 12))
DAYS_FOR_LATE = 14
REASON = "She was on night duty for two weeks."


def give(school: School, upcoming: Course, optional: Course, *, now: datetime) -> None:
    """Give dates: the later intake gets `upcoming`, which opens in a week, the earlier one `optional`, and the first
    who has not completed what is due gets more time.
    """
    campus = next(one for one in school.campuses if school.roles["instructor"] in one.instructors)
    earlier, later = campus.cohorts[0], campus.cohorts[-1]
    by, at, zone = campus.instructors[0], now - GIVEN, ZoneInfo(later.institution.timezone)
    today = now.astimezone(zone).date()
    closes_at = ends(today + CLOSES, zone)
    dates = Dates(begins(today + OPENS, zone), ends(today + DUE, zone), closes_at)
    under_way = Enrolment.objects.under_way().filter(learner__cohorts=later, due_at__isnull=False, learner__sex="F")
    slow = list(under_way.order_by("due_at", "pk")[:1])
    for cohort, course, wanted in (
        (later, upcoming, dates),
        (earlier, optional, Dates(closes_at=closes_at, required=False)),
    ):
        given = assignment_services.assign(
            cohort=cohort, courses=[course], dates=wanted, late_days=DAYS_FOR_LATE, by=by, now=at
        )
        assignment_services.run_assignment(given[0].pk, clock=lambda: at)
    extension_services.extend(enrolments=slow, until=ends(today + MORE, zone), reason=REASON, by=by, now=at)


Tell = Callable[[int, str], object]
"""Gets the percentage of the work that is done, by the time it took here, and what comes next."""
RENDERED_AFTER = timedelta(seconds=4)
EDITORS, REVIEWERS = EDITING


class NotEmpty(ValueError):
    """Refusal: this database has people of its own already; a demo school is not mixed with them."""


def build(*, now: datetime, tell: Tell) -> list[dict[str, str]]:
    """Build the curriculum, the school and its three months before `now`; return one sign-in per role. `tell` gets how
    much is done and what comes next. Raises `NotEmpty`.
    """
    if User.objects.exists():
        raise NotEmpty
    chance = Random(SEED)  # noqa: S311  the same school every time, not a secret
    with _fonts_cut_meanwhile(), transaction.atomic():
        school = _build(now, chance, tell)
        refresh(now=now)
        renew_all(now=now)
    tell(87, "certificates")
    keys.make(now=timezone.now())
    programmes.seal(now=now)
    programmes.save_reports(now=now)
    _render(list(Certificate.objects.pending().values_list("pk", flat=True)))
    for pk in Ceremony.objects.values_list("pk", flat=True):
        ceremonies.make(pk)
    current_app.control.purge()  # all of it is done
    return school


@contextmanager
def _fonts_cut_meanwhile() -> Iterator[None]:
    """Cut the fonts of the certificates on another processor, unless that is done; at the end of the block it is."""
    close_before_fork()
    cutting = get_context("fork").Process(target=fonts.faces)
    cutting.start()
    try:
        yield
    finally:
        cutting.join()


def _render(certificates: list[int]) -> None:
    """Make the PDFs on all processors, as if a worker had made each soon after it was issued; the first one here, since
    the others are forks of what that loads.
    """
    first, *others = certificates
    _render_one(first)
    close_before_fork()
    with ProcessPoolExecutor(max_workers=os.cpu_count(), mp_context=get_context("fork")) as pool:
        list(pool.map(_render_one, others, chunksize=8))


def _render_one(pk: int) -> None:
    certificate = Certificate.objects.get(pk=pk)
    render(certificate=certificate, now=certificate.issued_at + RENDERED_AFTER)


def _build(now: datetime, chance: Random, tell: Tell) -> list[dict[str, str]]:
    desk = _desk()
    began = now - timedelta(weeks=14)
    with indexed_once(), reading_once():  # for all courses together: nobody else writes
        load(now=began, by=desk["reviewer"], tell=lambda number, of: tell(8 + 52 * number // of, "courses"))
    conditions.put(now=began, by=desk["reviewer"])
    if apps.is_installed("assessments.assignment"):
        from . import hand_ins

        hand_ins.ask_for_two(files.named("course", PRACTICE), by=desk["reviewer"], now=began)
    built = school.build(now=now, chance=chance)
    by_id = {course.pk: course for course in Course.objects.all()}
    courses = [by_id[files.named("course", key)] for key in history.LEARNED]
    tests = by_id[files.named("course", exams.COURSE)]
    tell(62, "three months of learning")
    history.create_history(built, courses, now=now, chance=chance)
    tell(79, "exams, simulations, messages")
    rare_events.create_rare_events(built, tests, now=now, chance=chance)
    give(built, courses[2], tests, now=now)
    sessions.create_sessions(built, now=now)
    observe(built, now=now)
    programmes.follow(built, now=now, chance=chance)
    simulations.play(built, now=now)
    refreshers.refresh(built, by=desk["reviewer"], now=now)
    core.learn(built, now=now)
    ask(built, now=now)
    notices.tell(built, now=now)
    roster.bring(built, now=now)
    closed_cohort.close_cohort(built, courses[0], now=now)
    refreshers.follow_up(built, courses[:2], by=desk["reviewer"], now=now)
    administrator_tasks.fill(built, now=now)
    reviews.prepare(courses[0], editor=desk["editor"], now=now)
    reviews.look_again(courses[1], now=now)
    reviews.draft_scenario(courses[1], editor=desk["editor"])
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

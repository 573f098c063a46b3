"""The world of the matrix: somebody for each column, and something of each kind."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, GroupApprovalTask, Locale, Site, Workflow
from wagtailmedia.models import get_media_model

from assessments.questions.models import Category
from assessments.quiz.desk.services import contest
from assessments.quiz.exams import sittings
from assessments.quiz.exams.minutes import services as minutes_services
from assessments.quiz.exams.minutes.services import EntryContent
from assessments.refreshers import services as refreshers
from assessments.refreshers.models import Refresher
from assessments.scenario.models import ScenarioPage
from certificates.facts import BLOCK
from certificates.issuers.services import key_of
from certificates.statement import keys as certificate_keys
from courses.models import Activity, CoursePage, PaperPage, ProcedurePage, Programme, Provision, Submission
from lms.desks.calendar import services as calendars
from lms.desks.notices.models import Notice
from lms.foundation.plugins import institution_settings
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.enrolments.assignment_services import assign
from lms.learning.progress.journal import late_answers
from lms.learning.progress.models import Enrolment
from lms.learning.sessions import attendance_services
from lms.learning.sessions import services as session_services
from lms.people.administration.bulk.models import BulkAction
from lms.people.administration.crests.models import Crest
from lms.people.administration.merging.models import Merge
from lms.people.administration.records import services as people_services
from lms.people.administration.records.models import StandIn
from lms.people.administration.roster import runner as roster_runner
from lms.people.administration.roster import services as rosters
from lms.people.administration.transfers.models import TransferRequest
from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort
from lms.people.identity.accounts.models import CardSheet, NameRequest
from lms.people.identity.shared_devices.models import SharedDevice
from tests.builders import complete
from tests.certificates.designs import design_of
from tests.conftest import make_person
from tests.courses.guides import put_guide
from tests.reporting.tally import PLUGIN, Places, plugged
from tests.switchboard.settings_of_quiz import DECLARED

from .asked import asked_after
from .counted import counted
from .handed import handed
from .kept import kept
from .limited import draft, limited_editor, private_question
from .observed import observed
from .simulated import simulated
from .written import bank, conversation, file, shown

BACKEND = "lms.people.identity.sessions.backends.ServiceNumberBackend"


@pytest.fixture
def cast(wanjiru, abdi, omar, neighbour, halima, ugandan_coordinator, stranger, superuser, academy):
    """Everybody who can come to the door and edits nothing, by the name of their column."""
    administrator = make_person("KE-2", "Amina Juma", academy, Role.ADMINISTRATOR)
    return {
        "nobody": None,
        "learner": wanjiru,
        "classmate": abdi,
        "stranger": stranger,
        "instructor": omar,
        "neighbour": neighbour,
        "coordinator": halima,
        "foreign": ugandan_coordinator,
        "administrator": administrator,
        "superuser": superuser,
    }


@pytest.fixture
def staff(course_page, programme_page, kenya, uganda, academy):
    """Everybody who may come into the admin without running it, by the name of their column."""
    own = programme_page.add_child(instance=CoursePage(title="Uganda's own", slug="own", summary="Theirs."))
    return {
        "editor": editor_of("Editors", "KE-501", academy),
        "reviewer": editor_of("Moderators", "KE-502", academy),
        "limited": limited_editor(kenya, course_page, "KE-503"),
        "abroad": limited_editor(uganda, own, "UG-503"),
        "manager": manager(academy),
    }


def editor_of(group: str, number: str, institution):
    person = make_person(number, group, institution)
    person.groups.add(Group.objects.get(name=group))
    return person


def manager(institution):
    """Somebody who administers `institution` and may enter the admin, whatever permissions about people say."""
    managers = Group.objects.create(name="Managers")
    managers.permissions.add(
        *Permission.objects.filter(codename__in=["access_admin", "add_user", "change_user", "delete_user"])
    )
    person = make_person("KE-504", "manager", institution, Role.ADMINISTRATOR)
    person.groups.add(managers)
    return person


@pytest.fixture
def report(kenya):
    """A report of a plugin that is on in one country."""
    people_services.switch(plugin=PLUGIN, institution=kenya, on=True, by=None, now=timezone.now())
    with plugged():
        yield Places.slug


@pytest.fixture
def world(
    cast, staff, academy, kenya, course, course_page, report, monkeypatch, tmp_path, django_capture_on_commit_callbacks
):
    """Return the rows that addresses name: a cohort with a course that the learner completed with a certificate."""
    monkeypatch.setitem(institution_settings._declared, "quiz", DECLARED)
    now = timezone.now()
    monkeypatch.setattr(certificate_keys, "folder", lambda: tmp_path / "certificate-keys")
    certificate_keys.make(now=now)
    academy.certificate_settings = {"signatories": [{"name": "A", "office": "B", "picture": ""}]}
    academy.save(update_fields=["certificate_settings"])
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=[cast["learner"]], now=now)
    with django_capture_on_commit_callbacks(execute=True):
        assign(cohort=cohort, courses=[course], due_at=None, by=cast["instructor"], now=now)
    with django_capture_on_commit_callbacks(execute=True):
        enrolment = complete(Enrolment.objects.get(learner=cast["learner"]), now=now)
    first, last = course.release.outline.activities[0], course.release.outline.activities[-1]
    attempt = enrolment.attempts.get(activity=last.id)
    question = attempt.form["items"][0]["id"]
    late_answers.store_answer(attempt=attempt, data={f"q:{question}": [""]}, event_id=uuid7(), now=now)
    contest(attempt=attempt, question=question, text="Why not?", by=cast["learner"], event_id=uuid7(), now=now)
    roster = rosters.begin(
        data=b"service number,name\nKE-77,New\n", name="x.csv", institution=academy, by=cast["administrator"], now=now
    )
    roster_runner.run(roster.pk)
    image = get_image_model().objects.create(title="Road", file=get_test_image_file())
    return {
        "thumbnail": image.get_rendition("width-20").file.name,
        "course_id": course.pk,
        "course": course.slug,
        "activity": first.slug,
        "activity_id": first.id,
        "serial": enrolment.certificate.serial,
        "badge_block": enrolment.certificate.index // BLOCK,
        "badge_kind": "svg",
        "design": design_of(academy, by=cast["administrator"], now=now).pk,
        "cohort": cohort.pk,
        "calendar_secret": calendars.renew(person=cast["learner"], now=now),
        "assignment": cohort.assignments.get().pk,
        "crest": Crest.objects.create(digest="0" * 64, data=b"a picture").pk,
        "roster": roster.pk,
        "name_request": NameRequest.objects.create(person=cast["learner"], name="Another", asked_at=now).pk,
        "bulk": BulkAction.objects.create(act="close", by=cast["administrator"], made_at=now, touched_at=now).pk,
        "sheet": CardSheet.objects.create(
            by=cast["administrator"], language="en", made_at=now, touched_at=now, status=CardSheet.Status.DONE
        ).pk,
        "device": SharedDevice.objects.create(
            institution=academy, name="Tablet", key="", opened_by=cast["administrator"], opened_at=now, expires_at=now
        ).pk,
        "notice": Notice.objects.filter(person=cast["learner"]).latest("pk").pk,
        "person": cast["learner"].pk,
        "twin": cast["classmate"].pk,
        "stand_in": stood_in_for(cast["instructor"], now=now),
        "merge": merged(cast["classmate"], now=now),
        "transfer": TransferRequest.objects.create(number="KE-404", to=academy, asked_at=now).pk,
        "page": course_page.pk,
        "programme_page": course_page.get_parent().pk,
        "institution": academy.pk,
        "signatory": key_of({"name": "A", "office": "B"}),
        "institution_code": academy.code,
        "membership": cast["instructor"].memberships.get().pk,
        "report": report,
        "attempt": attempt.pk,
        "enrolment": enrolment.pk,
        "programme": Programme.objects.create(
            pk=uuid4(), slug="core", titles={"en": "Core"}, courses=[str(course.pk)], required=[str(course.pk)]
        ).slug,
        "asked": question,
        "quiz_id": last.id,
        **bank(cast["superuser"], now=now),
        **exam(cohort, course, cast, now=now),
        "refresher": refresher(enrolment, now=now),
        **session(cohort, cast["instructor"], cast["learner"], now=now),
        **conversation(cohort, cast["learner"], now=now),
        "scenario_page": course_page.add_child(
            instance=ScenarioPage(title="At the checkpoint", slug="checkpoint", scenes=[])
        ).pk,
        "after_token": asked_after(enrolment, by=cast["superuser"], now=now),
        **counted(kenya, cast["coordinator"], now=now),
        **kept(cast["coordinator"], now=now),
        **handed(cohort, cast["instructor"], cast["learner"], course_page, now=now),
        **observed(cohort, cast["instructor"], cast["learner"], course_page, now=now),
        **simulated(cohort, cast["instructor"], cast["learner"], course_page, now=now),
        **file(),
        **shown(enrolment.certificate, cast["instructor"], now=now),
        **content(kenya, course_page),
        "image": image.pk,
        "user": cast["learner"].pk,
        "submission": Submission.objects.create(
            course_key=course.pk, by=cast["superuser"], note="The law changed", handed_in_at=now
        ).pk,
    }


def stood_in_for(holder, *, now) -> int:
    """That a colleague holds the role of `holder` as well."""
    source = holder.memberships.get()
    colleague = make_person("KE-507", "Colleague", source.institution, source.role)
    days = {"starts_on": now.date(), "ends_on": timezone.localdate() + timedelta(days=7)}
    return StandIn.objects.create(person=colleague, source=source, given_by=holder, given_at=now, **days).pk


def merged(into, *, now) -> int:
    """That another account became part of that of `into`."""
    person = make_person("KE-506", "Second account")
    about = {"place": into.institution, "into_place": into.institution, "was_active": True}
    return Merge.objects.create(person=person, into=into, merged_at=now, **about).pk


def content(owner, parent) -> dict[str, int]:
    """Write rows that are `owner`’s alone, a private question and a draft, both translated, and what editors use."""
    question, page = private_question(owner, Category.objects.first()), draft(parent)
    sound = ContentFile(b"sound", "call.mp3")
    media = get_media_model().objects.create(title="Call", type="audio", duration=1, file=sound)
    provision = Provision.objects.create(key="act-3", jurisdiction="Kenya", instrument="Act", provision="3")
    home = parent.get_parent().get_parent()
    rows = {
        "private": question.row,
        "draft": page.row,
        "translation": page.translation,
        "source": page.source,
        "segment": page.segment,
        "revision": page.row.latest_revision,
        "private_revision": question.row.latest_revision,
        "provision_revision": provision.save_revision(),
        "media": media,
        "provision": provision,
        "paper": home.add_child(instance=PaperPage(title="On paper", slug="on-paper")),
        "procedure": home.add_child(instance=ProcedurePage(title="On duty", slug="duty")),
        **put_guide(parent),
        "workflow": Workflow.objects.create(name="Four eyes"),
        "task": GroupApprovalTask.objects.create(name="Read by another"),
        "collection": Collection.get_first_root_node().add_child(name="Pictures"),
        "locale": Locale.get_default(),
        "site": Site.objects.get(),
        "group": Group.objects.get(name="Editors"),
    }
    return {name: row.pk for name, row in rows.items()}


def exam(cohort, course, cast, *, now) -> dict[str, str | int]:
    """A sitting of the course's quiz, the learner's ticket, and what the minutes say of the learner."""
    quiz = course.release.outline.activities[-1]
    sitting = sittings.plan(
        activity=Activity.objects.get(pk=quiz.id),
        cohort=cohort,
        room="Hall 2",
        planned_at=now,
        invigilator=None,
        now=now,
    )
    said = EntryContent("incident", now, cast["learner"].pk, "Came with a telephone")
    minute = minutes_services.write(sitting=sitting, said=said, by=cast["instructor"], key=uuid7(), now=now)
    ticket = sitting.tickets.get().pk
    return {"quiz_slug": quiz.slug, "sitting": sitting.pk, "ticket": ticket, "minute": minute.pk}


def refresher(enrolment, *, now) -> int:
    """One that is due since a day, and begun."""
    refreshers.plan(enrolment=enrolment)
    row = Refresher.objects.get(enrolment=enrolment, days=7)
    Refresher.objects.filter(pk=row.pk).update(opens_at=now - timedelta(days=1))
    return refreshers.begin(refresher=row, language="en", now=now).pk


def session(cohort, instructor, learner, *, now) -> dict[str, int | str]:
    """A class of the cohort, which is going on, and what is noted of the learner there, who contests it."""
    about = session_services.Details(
        "class", "Interviewing", "Hall 2", now - timedelta(hours=1), now + timedelta(hours=2)
    )
    planned = session_services.plan(cohort=cohort, details=about, instructors=[], by=None, now=now)
    marks = [attendance_services.Mark(learner.pk, "absent")]
    attendance_services.take(session=planned, marks=marks, way="list", by=instructor, now=now)
    row = attendance_services.contest(attendance=planned.attendance.get(), text="I was there.", by=learner, now=now)
    return {"session": planned.pk, "attendance": row.pk, "old_code": "a" * 13}

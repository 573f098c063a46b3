"""Nobody sees or changes what is not theirs: every address × everybody × own or neighbour's × verb → status."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, GroupApprovalTask, Locale, Site, Workflow
from wagtailmedia.models import get_media_model

from assessments.questions.models import Category, Import, Objective, Question
from assessments.quiz.desk.services import contest
from assessments.quiz.exams import sittings
from assessments.quiz.models import Override, Sitting, Ticket
from certificates.models import Certificate
from courses.models import Activity, CoursePage, Provision, Submission
from lms.people import services as people_services
from lms.people.choices import Role
from lms.people.models import Cohort, CohortMember
from lms.plugins.identifiers import uuid7
from lms.progress import late
from lms.progress.assigning import assign
from lms.progress.models import Enrolment, Event
from tests.builders import complete
from tests.conftest import make_person
from tests.reporting.tally import PLUGIN, Places, plugged

from .addresses import addresses
from .limited import draft, limited_editor, private_question
from .matrix import ABOUT_PEOPLE, IN_ONES_OWN_CASE, MATRIX, NOBODYS_CASE, OUTSIDE
from .naming import values_of

BACKEND = "lms.people.backends.ServiceNumberBackend"
TAGS = "admin/tag-autocomplete/"
WITHOUT = {"admin/login/", "admin/logout/", "admin/test404/", "admin/^.*/$", TAGS, f"{TAGS}<slug:app_name>/<slug:model_name>/"}
"""Routes without a name: Wagtail's two pages that say that there is none, and those in front of its own for signing in, out, and tags."""


@pytest.fixture
def cast(wanjiru, abdi, omar, neighbour, halima, ugandan_coordinator, stranger, superuser, academy):
    """Everybody who can come to the door and edits nothing, by the name of their column."""
    administrator = make_person("KE-2", "Amina Juma", academy, Role.ADMINISTRATOR)
    return {
        "nobody": None, "learner": wanjiru, "classmate": abdi, "stranger": stranger, "instructor": omar, "neighbour": neighbour,
        "coordinator": halima, "foreign": ugandan_coordinator, "administrator": administrator, "superuser": superuser,
    }  # fmt: skip


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
    """Somebody who adds, changes and removes the people of `institution`."""
    managers = Group.objects.create(name="Managers")
    managers.permissions.add(*Permission.objects.filter(codename__in=["access_admin", "add_user", "change_user", "delete_user"]))
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
def world(cast, staff, academy, kenya, course, course_page, report, django_capture_on_commit_callbacks):
    """What the addresses name: a cohort of the academy with the course assigned, completed by the learner with a certificate."""
    now = timezone.now()
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=[cast["learner"]], now=now)
    with django_capture_on_commit_callbacks(execute=True):
        assign(cohort=cohort, courses=[course], due_at=None, by=cast["instructor"], now=now)
    with django_capture_on_commit_callbacks(execute=True):
        enrolment = complete(Enrolment.objects.get(learner=cast["learner"]), now=now)
    first, last = course.release.outline.activities[0], course.release.outline.activities[-1]
    attempt = enrolment.attempts.get(activity=last.id)
    question = attempt.form["items"][0]["id"]
    late.take(attempt=attempt, data={f"q:{question}": [""]}, event_id=uuid7(), now=now)
    contest(attempt=attempt, question=question, text="Why not?", by=cast["learner"], event_id=uuid7(), now=now)
    image = get_image_model().objects.create(title="Road", file=get_test_image_file())
    return {
        "thumbnail": image.get_rendition("width-20").file.name,
        "course_id": course.pk,
        "course": course.slug, "activity": first.slug, "activity_id": first.id, "serial": enrolment.certificate.serial,
        "cohort": cohort.pk, "person": cast["learner"].pk, "page": course_page.pk, "institution": academy.pk,
        "membership": cast["instructor"].memberships.get().pk,
        "report": report, "attempt": attempt.pk, "asked": question, "quiz_id": last.id,
        **bank(cast["superuser"], now=now), **exam(cohort, course, now=now), **file(), **content(kenya, course_page),
        "image": image.pk, "user": cast["learner"].pk,
        "submission": Submission.objects.create(course_key=course.pk, by=cast["superuser"], note="The law changed", handed_in_at=now).pk,
    }  # fmt: skip


def content(owner, parent) -> dict[str, int]:
    """What `owner` alone writes: a private question and a draft, each translated, and what an editor works with beside them."""
    question, page = private_question(owner, Category.objects.first()), draft(parent)
    media = get_media_model().objects.create(title="Call", type="audio", duration=1, file=ContentFile(b"sound", "call.mp3"))
    provision = Provision.objects.create(key="act-3", jurisdiction="Kenya", instrument="Act", provision="3")
    workflow = Workflow.objects.create(name="Four eyes")
    task = GroupApprovalTask.objects.create(name="Read by another")
    rows = {
        "private": question.row, "draft": page.row, "translation": page.translation, "source": page.source, "segment": page.segment,
        "revision": page.row.latest_revision, "private_revision": question.row.latest_revision,
        "provision_revision": provision.save_revision(), "media": media, "provision": provision, "workflow": workflow, "task": task,
        "collection": Collection.get_first_root_node().add_child(name="Pictures"), "locale": Locale.get_default(),
        "site": Site.objects.get(), "group": Group.objects.get(name="Editors"),
    }  # fmt: skip
    return {name: row.pk for name, row in rows.items()}


def exam(cohort, course, *, now) -> dict[str, str | int]:
    """A sitting of the course's quiz, and the learner's ticket."""
    quiz = course.release.outline.activities[-1]
    sitting = sittings.plan(
        activity=Activity.objects.get(pk=quiz.id), cohort=cohort, room="Hall 2", planned_at=now, invigilator=None, now=now
    )
    return {"quiz_slug": quiz.slug, "sitting": sitting.pk, "ticket": sitting.tickets.get().pk}


def bank(person, *, now) -> dict[str, int]:
    """A question of the course, its category, a learning objective, and a file that was read."""
    question = Question.objects.order_by("pk").first()
    objective = Objective.objects.create(name="Tell the elements apart")
    about = {"category": question.category, "locale": question.locale, "by": person, "status": Import.Status.READ}
    batch = Import.objects.create(name="questions.gift", made_at=now, touched_at=now, **about)
    return {"question": question.pk, "category": question.category_id, "objective": objective.pk, "import": batch.pk}


def file() -> dict[str, int | str]:
    """A document that an editor uploaded."""
    document = get_document_model().objects.create(title="Key", file=ContentFile(b"%PDF", "key.pdf"))
    return {"document": document.pk, "document_name": document.filename}


def client_of(person, **options) -> Client:
    client = Client(raise_request_exception=False, **options)
    if person is not None:
        client.force_login(person, backend=BACKEND)
    return client


class Visitor(RequestFactory):
    """Asks as `person`, in one session that no answer changes; whatever a request changed is taken back."""

    def __init__(self, person) -> None:
        super().__init__()
        self.handler, self.cookies = ClientHandler(enforce_csrf_checks=False), client_of(person).cookies

    def request(self, **extra):
        with transaction.atomic():
            response = self.handler(self._base_environ(**extra))
            transaction.set_rollback(True)
        return response


def address(name: str, row, world) -> str:
    return reverse(name, kwargs=values_of(name, addresses()[name], row.arguments, world)) + row.query


def asked(who: str, place: int, row, verb: str) -> bool:
    """Who may not come into the admin is turned away by one line for all: nobody is asked everywhere, of the others one in turn."""
    return who not in OUTSIDE[1:] or set(row.statuses(verb)[:9]) != {302} or who == OUTSIDE[1 + place % 8]


def test_every_address_has_its_row():
    assert set(addresses()) - set(MATRIX) == WITHOUT, "An address without a row in tests/authorisation/."
    assert set(MATRIX) - set(addresses()) == set(), "A row for an address that is gone."


def test_no_row_expects_a_fault():
    faults = {name for name, row in MATRIX.items() if max(row.statuses("get") + row.statuses("post")) >= 500}
    assert faults == {"health"}, "In tests the workers are not there."


@pytest.mark.parametrize("share", [(*OUTSIDE, "abroad"), ("superuser", "manager"), ("editor", "limited"), ("reviewer",)], ids=" ".join)
def test_answers_each_with_what_is_theirs(share, cast, staff, world):
    urls = {name: address(name, row, world) for name, row in MATRIX.items()}
    wrong = {}
    for who in share:
        visitor = Visitor((cast | staff)[who])
        for place, (name, row) in enumerate(MATRIX.items()):
            for verb in ("get", "post"):
                if asked(who, place, row, verb):
                    status, expected = getattr(visitor, verb)(urls[name]).status_code, row.of(who, verb)
                    wrong |= {(who, verb, name): (status, expected)} if status != expected else {}

    assert wrong == {}


def test_changes_nothing_without_a_token(cast, world):
    client = client_of(cast["superuser"], enforce_csrf_checks=True)

    taken = {name for name, row in MATRIX.items() if row.changes and client.post(address(name, row, world)).status_code != 403}

    assert taken == set()


class TestNobodyActsForThemselves:
    """Whoever is staff and a learner of the same institution, with every role there is, has it done by somebody else."""

    @pytest.fixture
    def both(self, cast, academy):
        learner = cast["learner"]
        for role in (Role.INSTRUCTOR, Role.COORDINATOR, Role.ADMINISTRATOR):
            people_services.appoint(user=learner, institution=academy, role=role)
        learner.is_superuser = True
        learner.save(update_fields=["is_superuser"])
        return learner

    def test_every_address_about_a_learner_says_what_becomes_of_ones_own_case(self):
        taken = {name for name, row in MATRIX.items() if set(row.statuses("post")[1:]) - {404, 405}}
        about = {name for name in taken if set(MATRIX[name].arguments.values()) & ABOUT_PEOPLE}
        assert about == set(IN_ONES_OWN_CASE) | set(NOBODYS_CASE)

    def test_whatever_they_ask_for_nothing_is_done(self, both, world, subtests):
        Certificate.objects.update(status=Certificate.Status.FAILED, pdf="", rendered_at=None)
        Ticket.objects.update(failures=3)
        before = everything_of(both)
        for name, (expected, data) in IN_ONES_OWN_CASE.items():
            with subtests.test(name):
                sent = {key: value.format(event_id=uuid7(), **world) for key, value in data.items()}
                response = client_of(both).post(address(name, MATRIX[name], world), sent)
                assert response.status_code == expected
                assert everything_of(both) == before

    def test_a_whole_cohort_in_which_they_are_has_no_exception_by_them(self, both, world):
        data = {"activity": world["quiz_id"], "whom": "", "extra_minutes": "60", "reason": "Because I want it"}
        response = client_of(both).post(address("quiz:exceptions", MATRIX["quiz:exceptions"], world), data)
        assert response.status_code == 422
        assert not Override.objects.exists()

    @pytest.mark.parametrize("name", ["quiz:sheet", "quiz:ticket"])
    def test_the_codes_of_their_own_exam_are_not_shown(self, name, both, world):
        page = client_of(both).get(address(name, MATRIX[name], world))
        assert page.status_code == 403
        assert "examined here yourself" in page.content.decode()


def everything_of(person) -> list:
    """What staff could have changed for `person`."""
    return [
        list(Event.objects.filter(enrolment__learner=person).order_by("pk").values_list("pk", "verb")),
        list(Certificate.objects.values_list("pk", "status", "revoked_at")),
        list(Ticket.objects.order_by("pk").values_list("pk", "nonce", "replaced_at", "failures")),
        list(Sitting.objects.order_by("pk").values_list("pk", "opened_at", "closed_at")),
        list(Override.objects.values_list("pk", flat=True)),
        list(CohortMember.objects.values_list("cohort", "user")),
    ]

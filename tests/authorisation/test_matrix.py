"""Nobody sees or changes what is not theirs: every address × everybody × own or neighbour's × verb → status."""

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from assessments.questions.models import Import, Objective, Question
from assessments.quiz.desk.services import contest
from assessments.quiz.exams import sittings
from assessments.quiz.models import Override, Sitting, Ticket
from certificates.models import Certificate
from courses.models import Activity
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

from .addresses import addresses, ours, wagtails
from .matrix import ABOUT_PEOPLE, IN_ONES_OWN_CASE, MATRIX, NOBODYS_CASE, WHO

BACKEND = "lms.people.backends.ServiceNumberBackend"


@pytest.fixture
def cast(wanjiru, abdi, omar, neighbour, halima, ugandan_coordinator, stranger, superuser, academy):
    """Everybody who can come to the door, by the name of their column."""
    administrator = make_person("KE-2", "Amina Juma", academy, Role.ADMINISTRATOR)
    return {
        "nobody": None, "learner": wanjiru, "classmate": abdi, "stranger": stranger, "instructor": omar, "neighbour": neighbour,
        "coordinator": halima, "foreign": ugandan_coordinator, "administrator": administrator, "superuser": superuser,
    }  # fmt: skip


@pytest.fixture
def report(kenya):
    """A report of a plugin that is on in one country."""
    people_services.switch(plugin=PLUGIN, institution=kenya, on=True, by=None, now=timezone.now())
    with plugged():
        yield Places.slug


@pytest.fixture
def world(cast, academy, course, course_page, report, django_capture_on_commit_callbacks):
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
        **bank(cast["superuser"], now=now), **exam(cohort, course, now=now), **file(),
    }  # fmt: skip


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


def status(person, verb: str, url: str) -> int:
    """What `person` gets; whatever the request changed is taken back, so that everybody meets the same world."""
    with transaction.atomic():
        code = getattr(client_of(person), verb)(url).status_code
        transaction.set_rollback(True)
    return code


def address(name: str, row, world) -> str:
    return reverse(name, kwargs={argument: world.get(value, value) for argument, value in row.arguments.items()}) + row.query


def test_every_address_of_the_house_has_its_row():
    assert ours() - set(MATRIX) == set(), "An address without a row in tests/authorisation/matrix.py."
    assert set(MATRIX) - set(addresses()) == set(), "A row for an address that is gone."


def test_answers_each_with_what_is_theirs(cast, world, subtests):
    for verb in ("get", "post"):
        with subtests.test(verb):
            expected = {name: dict(zip(WHO, row.statuses(verb), strict=True)) for name, row in MATRIX.items()}

            found = {
                name: {who: status(person, verb, address(name, row, world)) for who, person in cast.items()} for name, row in MATRIX.items()
            }

            assert {name: (answers, expected[name]) for name, answers in found.items() if answers != expected[name]} == {}


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


class TestTheAdmin:
    """Wagtail's own addresses: closed to everybody who does not edit."""

    @pytest.mark.parametrize("who", ["nobody", "learner", "instructor", "coordinator", "administrator"])
    def test_is_closed_to_those_who_do_not_edit(self, who, cast, world):
        client = client_of(cast[who])
        opened = []
        for name in sorted(wagtails()):
            pattern = addresses()[name]
            if "<" in str(pattern.pattern):
                continue
            try:
                url = reverse(name)
            except Exception:  # needs arguments
                continue
            response = client.get(url)
            if url.startswith("/admin/") and response.status_code not in (302, 403, 404, 405):
                opened.append((name, response.status_code))
        allowed = {"wagtailadmin_javascript_catalog", "wagtailadmin_sprite", "wagtailadmin_password_reset", "wagtailadmin_login"}
        assert [found for found in opened if found[0] not in allowed and not found[0].startswith("wagtailadmin_password_reset")] == []

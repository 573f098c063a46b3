"""Nobody acts for themselves, at any address."""

import pytest

from assessments.observation.models import Finding
from assessments.quiz.models import Minute, Override, Sitting, Ticket
from certificates.models import Certificate
from lms.desks.conversations.models import Message, Report
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.models import Event
from lms.learning.sessions.models import Attendance, Session
from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Role
from lms.people.directory.models import CohortMember, Membership, User

from .matrix import MATRIX
from .own_case import ABOUT_PEOPLE, IN_ONES_OWN_CASE, NOBODYS_CASE
from .test_matrix import address, client_of


class TestNobodyActsForThemselves:
    """Whoever is staff and a learner of the same institution, with every role there is,
    has it done by somebody else.
    """

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

    @pytest.mark.sweep
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

    def test_the_codes_the_room_and_the_minutes_of_their_own_exam_are_not_shown(self, both, world, subtests):
        for name in ("sheet", "ticket", "room", "room-paper", "minutes", "minutes-paper"):
            with subtests.test(name):
                page = client_of(both).get(address(f"quiz:{name}", MATRIX[f"quiz:{name}"], world))
                assert page.status_code == 403
                assert "examined here yourself" in page.content.decode()


def everything_of(person) -> list:
    """What staff could have changed for `person`."""
    return [
        list(Event.objects.filter(enrolment__learner=person).order_by("pk").values_list("pk", "verb")),
        list(Certificate.objects.values_list("pk", "status", "revoked_at")),
        list(Ticket.objects.order_by("pk").values_list("pk", "nonce", "replaced_at", "failures", "seat")),
        list(Minute.objects.order_by("pk").values_list("pk", "what", "words")),
        list(Sitting.objects.order_by("pk").values_list("pk", "opened_at", "closed_at")),
        list(Override.objects.values_list("pk", flat=True)),
        list(Session.objects.order_by("pk").values_list("pk", "title", "cancelled_at")),
        list(Attendance.objects.order_by("pk").values_list("pk", "status", "answered_at")),
        list(Message.objects.order_by("pk").values_list("pk", "author")),
        list(Report.objects.order_by("pk").values_list("pk", "handled_at")),
        list(Finding.objects.order_by("pk").values_list("pk", "levels", "attempt", "acknowledged_at")),
        list(CohortMember.objects.values_list("cohort", "user")),
        list(Membership.objects.order_by("pk").values_list("pk", "user", "institution", "role")),
        list(User.objects.values_list("name", "service_number", "institution", "is_active", "password").order_by("pk")),
    ]

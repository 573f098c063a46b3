"""Every view that does something delicate to another person, or takes away data of people, asks first who it is; the
rule catches a view that does not.
"""

import pytest

from lms.people.administration.records import people_services
from lms.people.audit.actions import EXPORTED, RIGHTS, Action, actions
from lms.people.audit.services import note
from lms.people.directory.models import User
from lms.people.identity.factors.stepup import confirmed_lately
from tests.authorisation.addresses import addresses

from .delicate import ACCOUNT, FILE, asks, done_by

pytestmark = pytest.mark.once

OWN = "one’s own account, by a link, a card or a password that was shown just now"
OF_A_COURSE = "content of courses, nobody’s data"
BY_ROLES = "a case and what its roles did, without a name"
EXCEPTIONS = {
    "academy:list-template": "a heading with nobody below it",
    "academy:person-add": "an account that nobody has yet, and that opens only by what asks",
    "activate-password": OWN,
    "assignment:file": "one’s own work, or work that was handed in, for those who mark it",
    "certificates:badge": "one certificate, which its number verifies for anybody",
    "certificates:shared-badge": "one certificate, for anybody who has its holder’s link",
    "certificates:tagged": "as certificates:pdf",
    "certificates:pdf": "one certificate, which its number verifies for anybody",
    "courses:admin_file": OF_A_COURSE,
    "courses:media": OF_A_COURSE,
    "e-mail": OWN,
    "e-mail-confirm": OWN,
    "factors": "from when on a factor is asked of oneself",
    "language": "one’s own language",
    "password-new": OWN,
    "questions_export_file": OF_A_COURSE,
    "reports:completion-file": "numbers of people, nobody’s data",
    "sign-in": OWN,
    "simulation:case-download": BY_ROLES,
    "simulation:case-pack-paper": BY_ROLES,
    "simulation:log": BY_ROLES,
    "simulation:print-paper": BY_ROLES,
}
"""Addresses whose views need not ask, each with its reason."""


def test_every_view_that_does_something_delicate_asks_who_it_is():
    views = {name: pattern.callback for name, pattern in addresses().items()}
    silent = {name: found for name, view in views.items() if not asks(view) and (found := done_by(view))}
    assert {name: found for name, found in silent.items() if name not in EXCEPTIONS} == {}, "add @confirmed_lately"
    assert sorted(EXCEPTIONS) == sorted(silent), "an exception is needed no more"


def test_the_list_has_what_was_missed_before():
    views = {name: pattern.callback for name, pattern in addresses().items()}
    missed = ("person-correct", "person-account", "person-transfer", "list-apply", "list-undo", "list-refused")
    for name in (*(f"academy:{one}" for one in missed), "certificates:revoke", "quiz:sheet", "files:fetch"):
        assert done_by(views[name]) and asks(views[name]), name


def test_ordinary_teaching_asks_nothing():
    views = {name: pattern.callback for name, pattern in addresses().items()}
    for name in ("quiz:mark", "meetings:attendance", "meetings:sheet", "teach:assign", "teach:extend", "teach:people"):
        assert not asks(views[name]), name


def test_files_and_rights_are_delicate_unless_they_say_otherwise():
    assert Action("taken", "Taken", EXPORTED).is_delicate and Action("given", "Given", RIGHTS).is_delicate
    assert not Action("taken", "Taken", EXPORTED, delicate=False).is_delicate
    assert {"certificate_revoked", "person_transferred", "list_applied"} <= {
        one.slug for one in actions.all() if one.is_delicate
    }
    assert not {"quiz_marked", "sessions_attendance", "course_assigned"} & {
        one.slug for one in actions.all() if one.is_delicate
    }


class TestABreach:
    def test_an_account_is_written_by_a_service(self):
        def view(request, pk):
            people_services.let_sign_in(person=User.objects.get(pk=pk), may=False, by=request.user)

        view.__module__ = __package__.replace("tests", "lms")
        assert ACCOUNT in done_by(view)

    def test_a_delicate_action_is_noted(self):
        def view(request):
            return _deeper(request)

        view.__module__ = _deeper.__module__ = "lms.people.toy"
        assert "certificate_revoked" in done_by(view)

    def test_a_file_is_sent(self):
        def view(request):
            return {"Content-Disposition": "attachment"}

        view.__module__ = "lms.people.toy"
        assert FILE in done_by(view)

    def test_a_view_that_asks_is_none(self):
        assert asks(confirmed_lately(_deeper)) and not asks(_deeper)


def _deeper(request):
    note("certificate_revoked", now=None)

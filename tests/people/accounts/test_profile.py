"""One's own profile, and another name that the administrator answers."""

import pytest

from lms.people.audit.models import AuditEntry
from lms.people.directory.models import User
from lms.people.identity.accounts.models import NameRequest

PAGE, NAMES = "/profile/", "/academy/people/names/"
NEW = "Wanjirũ Njoroge"


@pytest.fixture
def asked(as_, wanjiru) -> NameRequest:
    as_(wanjiru).post(f"{PAGE}name/", {"name": f"  {NEW} "})
    return NameRequest.objects.get()


def answer(client, asked, what: str, name: str = NEW):
    return client.post(f"{NAMES}{asked.pk}/", {"answer": what, "name": name})


class TestOneself:
    def test_changes_language_and_phone(self, as_, wanjiru):
        answered = as_(wanjiru).post(f"{PAGE}contact/", {"language": "sw", "phone": "0772 123456"})
        assert answered.cookies["django_language"].value == "sw"
        wanjiru.refresh_from_db()
        assert (wanjiru.language, wanjiru.phone) == ("sw", "0772 123456")
        assert AuditEntry.objects.get(action="person_changed").data == {"fields": ["phone"]}

    def test_changes_nothing_else(self, as_, wanjiru):
        sent = {"phone": "1", "name": "Else", "service_number": "KE-1", "is_superuser": "on", "institution": ""}
        as_(wanjiru).post(f"{PAGE}contact/", sent)
        person = User.objects.get(pk=wanjiru.pk)
        assert (person.name, person.service_number, person.is_superuser) == (wanjiru.name, "KE-20377", False)
        assert person.institution is not None

    def test_leads_to_everything_about_the_account(self, as_, wanjiru):
        text = as_(wanjiru).get(PAGE).content.decode()
        for path in ("/e-mail/", "/password/", "/account/factors/", "/account/sessions/", "/privacy/"):
            assert f'href="{path}"' in text

    def test_asks_for_another_name_and_sees_what_became_of_it(self, as_, wanjiru, amina, asked):
        wanjiru.refresh_from_db()
        assert (wanjiru.name, asked.name) == ("Wanjirũ wa Kamau", NEW)
        assert "Waiting" in as_(wanjiru).get(PAGE).content.decode()
        answer(as_(amina), asked, "refuse")
        assert "Refused" in as_(wanjiru).get(PAGE).content.decode()

    def test_asks_once_however_often(self, as_, wanjiru, asked):
        as_(wanjiru).post(f"{PAGE}name/", {"name": NEW})
        assert AuditEntry.objects.filter(action="name_asked").count() == 1
        as_(wanjiru).post(f"{PAGE}name/", {"name": wanjiru.name})
        assert not NameRequest.objects.exists()
        assert as_(wanjiru).post(f"{PAGE}name/", {"name": " "}).status_code == 422


class TestTheAdministrator:
    def test_accepting_a_name_twice_changes_it_once(self, as_, amina, wanjiru, asked):
        assert NEW in as_(amina).get(NAMES).content.decode()
        for _again in range(2):
            answer(as_(amina), asked, "accept")
        wanjiru.refresh_from_db()
        assert wanjiru.name == NEW
        assert AuditEntry.objects.filter(action="name_accepted", by=amina).count() == 1
        assert NEW not in as_(amina).get(NAMES).content.decode()

    def test_accepts_no_name_that_was_not_shown(self, as_, amina, wanjiru, asked):
        page = as_(amina)
        page.get(NAMES)
        as_(wanjiru).post(f"{PAGE}name/", {"name": "Somebody Else"})
        answer(page, asked, "accept")
        wanjiru.refresh_from_db()
        assert wanjiru.name == "Wanjirũ wa Kamau"

    def test_answers_nothing_for_themselves(self, as_, amina, superuser):
        for person in (amina, superuser):
            as_(person).post(f"{PAGE}name/", {"name": "Somebody Else"})
            own = NameRequest.objects.get(person=person)
            assert answer(as_(person), own, "accept", "Somebody Else").status_code == 404

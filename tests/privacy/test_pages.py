"""Pages of what is held: one's own, and those of administrators."""

import json

import pytest
from django.utils import timezone

from lms.desks.privacy.models import Erasure
from lms.desks.reporting.sums.refresh import refresh
from lms.foundation.plugins.personal_data import declared_personal_data
from lms.people.audit.models import AuditEntry
from lms.people.directory.models import User


class TestOnesOwn:
    def test_shows_what_is_held(self, as_, wanjiru, completed_enrolment):
        text = as_(wanjiru).get("/privacy/").content.decode()
        assert wanjiru.service_number in text
        assert "The name and the course on a certificate" in text

    def test_is_a_file_that_the_log_knows(self, as_, wanjiru, omar, completed_enrolment):
        answer = as_(wanjiru).get("/privacy/personal-data.json")
        assert json.loads(answer.content)["of"] == wanjiru.service_number
        assert answer["Content-Disposition"].startswith("attachment")
        assert "no-store" in answer["Cache-Control"]
        entry = AuditEntry.objects.get(action="personal_data_exported")
        assert (entry.by_id, entry.person_id) == (wanjiru.pk, wanjiru.pk)

    def test_asks_for_the_rows_of_those_kinds_alone_of_which_there_are_some(
        self, as_, wanjiru, completed_enrolment, django_assert_max_num_queries
    ):
        refresh(now=timezone.now())  # one who completed is noted in the sums of reports
        client = as_(wanjiru)
        shown = client.get("/privacy/").content.decode().count("<details>")
        assert 10 < shown < len(list(declared_personal_data())) / 4
        with django_assert_max_num_queries(shown + 8):
            client.get("/privacy/")


class TestOfAPerson:
    def test_says_what_would_happen(self, as_, amina, wanjiru, completed_enrolment):
        text = as_(amina).get(f"/academy/privacy/{wanjiru.pk}/").content.decode()
        assert "Data that goes and data that stays" in text
        assert "Kept without the person" in text
        assert AuditEntry.objects.filter(action="personal_data_seen", person=wanjiru, by=amina).count() == 1

    def test_asks_for_the_erasure_with_a_reason_and_stops_it(self, as_, amina, wanjiru):
        client, path = as_(amina), f"/academy/privacy/{wanjiru.pk}/"
        assert client.post(path, {"reason": " "}).status_code == 422
        assert client.post(path, {"reason": "She asked for it."}).status_code == 302
        assert client.post(path, {"reason": "Twice."}).status_code == 302
        assert Erasure.objects.get().reason == "She asked for it."
        assert "Stop the erasure" in client.get(path).content.decode()
        assert wanjiru.name in client.get("/academy/privacy/").content.decode()
        assert client.post(f"{path}stop/").status_code == 302
        assert client.post(f"{path}stop/").status_code == 302
        assert not Erasure.objects.waiting().exists()
        assert list(client.get("/academy/privacy/").context["page"].object_list) == []

    def test_an_administrator_takes_the_file_and_the_log_knows(self, as_, amina, wanjiru, academy):
        answer = as_(amina).get(f"/academy/privacy/{wanjiru.pk}/personal-data.json")
        assert json.loads(answer.content)["of"] == wanjiru.service_number
        entry = AuditEntry.objects.get(action="personal_data_exported")
        assert (entry.by_id, entry.person_id, entry.institution_id) == (amina.pk, wanjiru.pk, academy.pk)

    def test_is_found_by_the_service_number(self, as_, amina, wanjiru, neighbour):
        client = as_(amina)
        found = client.get("/academy/privacy/", {"number": wanjiru.service_number.lower()})
        assert found["Location"] == f"/academy/privacy/{wanjiru.pk}/"
        foreign = client.get("/academy/privacy/", {"number": neighbour.service_number})
        nobody = client.get("/academy/privacy/", {"number": "nobody"})
        assert foreign.status_code == nobody.status_code == 200
        assert "No person whose account you manage has this number." in foreign.content.decode()

    @pytest.mark.parametrize("rest", ["", "personal-data.json", "stop/"])
    def test_is_nobody_else_s(self, as_, amina, beside, wanjiru, neighbour, superuser, rest):
        for who, person in ((beside, wanjiru), (amina, amina), (amina, neighbour), (amina, superuser)):
            client, path = as_(who), f"/academy/privacy/{person.pk}/{rest}"
            assert (client.post(path) if rest == "stop/" else client.get(path)).status_code == 404

    def test_an_erased_person_is_not_erased_again(self, as_, superuser, wanjiru):
        from lms.desks.privacy.erasure import erase

        erase(wanjiru)
        text = as_(superuser).get(f"/academy/privacy/{wanjiru.pk}/").content.decode()
        assert "Erase this person" not in text
        assert User.objects.get(pk=wanjiru.pk).name == "Erased person"

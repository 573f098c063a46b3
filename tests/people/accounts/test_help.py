"""Help with signing in: whom administrators and instructors help, and what is handed over."""

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from lms.people.administration.records import services
from lms.people.administration.records.services import join
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.models import User
from lms.people.identity.accounts.models import ActivationCard
from lms.people.identity.accounts.reach import helped_by
from lms.people.identity.mail.mails import Mail
from tests.conftest import PASSWORD, make_person

HELP = "/academy/sign-in/"


def give(client, person, what: str):
    return client.post(f"{HELP}{person.pk}/", {"give": what})


def names(answer) -> list[str]:
    return [person.name for person in answer.context["people"]]


class TestAnAdministrator:
    def test_finds_somebody_and_makes_a_card_shown_once(self, as_, amina, cadet):
        page = as_(amina)
        assert names(page.get(HELP, {"q": "ሰላም"})) == ["ሰላም በቀለ"]
        answer = give(page, cadet, "card")
        assert answer.context["card_code"] in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert answer.context["card_code"] not in page.get(f"{HELP}{cadet.pk}/").content.decode()
        entry = AuditEntry.objects.get(action="card_made")
        assert (entry.by, entry.person, entry.data) == (amina, cadet, {})

    def test_or_a_password_that_is_changed_at_the_first_sign_in(self, as_, client, amina, wanjiru):
        User.objects.filter(pk=wanjiru.pk).update(email="wanjiru@example.org")
        open_one = as_(wanjiru)
        answer = give(as_(amina), wanjiru, "password")
        password = answer.context["password"]
        assert "no-store" in answer["Cache-Control"]
        assert open_one.get("/learn/").status_code == 302, "what was open has ended"
        assert client.post("/sign-in/", {"username": "KE-20377", "password": PASSWORD}).status_code == 200
        client.post("/sign-in/", {"username": "KE-20377", "password": password})
        assert client.get("/learn/").url.startswith("/password/")
        assert Mail.objects.get().kind == "helped"
        assert AuditEntry.objects.get(action="password_changed").data == {"known_to_others": True}
        assert password not in str(list(AuditEntry.objects.values_list("data", flat=True)))

    def test_helps_nobody_elsewhere_nobody_with_more_rights_and_not_themselves(
        self, as_, amina, neighbour, stranger, superuser, halima, academy
    ):
        boss = make_person("KE-3", "Boss", academy, Role.ADMINISTRATOR, at=academy.parent)
        for person in (neighbour, stranger, superuser, halima, boss, amina):
            assert give(as_(amina), person, "card").status_code == 404
            assert names(as_(amina).get(HELP, {"q": person.service_number})) == []
        assert not ActivationCard.objects.exists()

    def test_helps_nobody_whose_account_is_closed(self, as_, amina, cadet):
        User.objects.filter(pk=cadet.pk).update(is_active=False)
        assert give(as_(amina), cadet, "password").status_code == 404

    def test_the_person_sees_it_in_the_history_of_their_account(self, as_, amina, wanjiru):
        give(as_(amina), wanjiru, "card")
        assert "Activation card made" in as_(wanjiru).get("/account/sessions/").content.decode()


class TestAnInstructor:
    def test_helps_the_learners_of_their_cohorts(self, as_, omar, wanjiru, cohort):
        assert names(as_(omar).get(HELP, {"q": "kamau"})) == ["Wanjirũ wa Kamau"]
        assert give(as_(omar), wanjiru, "password").status_code == 200
        entry = AuditEntry.objects.get(action="password_handed_over")
        assert (entry.by, entry.person) == (omar, wanjiru)

    def test_and_no_one_in_no_cohort(self, as_, omar, abdi, cohort):
        assert give(as_(omar), abdi, "card").status_code == 404
        assert names(as_(omar).get(HELP, {"q": "abdi"})) == []

    @pytest.mark.parametrize("right", ["role", "role elsewhere", "role to come", "group", "superuser", "closed"])
    def test_nobody_with_any_right(self, as_, omar, wanjiru, cohort, ugandan_academy, academy, right):
        later = timezone.localdate().replace(year=timezone.localdate().year + 1)
        if right == "group":
            wanjiru.groups.add(Group.objects.create(name="Editors of something"))
        elif right in ("superuser", "closed"):
            wanjiru.is_superuser, wanjiru.is_active = right == "superuser", right != "closed"
            wanjiru.save()
        else:
            at = ugandan_academy if right == "role elsewhere" else academy
            held = services.appoint(user=wanjiru, institution=at, role=Role.COORDINATOR)
            if right == "role to come":
                type(held).objects.filter(pk=held.pk).update(starts_on=later)
        assert give(as_(omar), wanjiru, "card").status_code == 404
        assert not ActivationCard.objects.exists()

    def test_nobody_of_another_academy_who_is_in_the_cohort(self, as_, omar, stranger, cohort):
        join(cohort=cohort, people=[stranger], now=timezone.now())
        assert give(as_(omar), stranger, "card").status_code == 404

    def test_who_administers_elsewhere_finds_addresses_there_alone(self, as_, omar, wanjiru, cohort, neighbour_academy):
        other = make_person("KE-70", "Other", neighbour_academy)
        for person in (wanjiru, other):
            person.email = f"{person.service_number}@secret.example"
            person.save()
        assert names(as_(omar).get(HELP, {"q": "secret"})) == []
        services.appoint(user=omar, institution=neighbour_academy, role=Role.ADMINISTRATOR)
        assert names(as_(omar).get(HELP, {"q": "secret"})) == ["Other"]
        assert names(as_(omar).get(HELP, {"q": "kamau"})) == ["Wanjirũ wa Kamau"]

    def test_who_administers_elsewhere_helps_both(self, omar, wanjiru, cohort, neighbour_academy):
        other = make_person("KE-70", "Other", neighbour_academy)
        services.appoint(user=omar, institution=neighbour_academy, role=Role.ADMINISTRATOR)
        theirs = set(helped_by(User.objects.get(pk=omar.pk)).values_list("pk", flat=True))
        assert {wanjiru.pk, other.pk} <= theirs
        assert omar.pk not in theirs


def test_looking_costs_the_same_however_many_people_there_are(
    as_, amina, cohort, academy, django_assert_max_num_queries
):
    client = as_(amina)
    User.objects.bulk_create(
        [User(service_number=f"KE-9{n:03}", name=f"Ayan {n}", institution=academy) for n in range(60)]
    )
    for person in User.objects.filter(name__startswith="Ayan"):
        person.save(update_fields=["name"])
    with django_assert_max_num_queries(4):
        answer = client.get(HELP, {"q": "ayan"})
    assert (len(names(answer)), answer.context["more"]) == (20, True)

"""V8: finding out by service numbers who serves at other institutions. That a number is taken cannot be hidden from
whoever gives it to somebody; more than that is not told, and not often.
"""

from datetime import timedelta

import pytest
from django.urls import reverse

from lms.people.administration.records import number_conflicts
from lms.people.administration.roster.models import Roster
from lms.people.administration.transfers.models import TransferRequest
from lms.people.audit.models import AuditEntry
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from tests.conftest import make_person
from tests.people.roster.conftest import bring  # noqa: F401

from .mutation import browser, held_by, instead, text_of

FEW, MANY = 6, 12


@pytest.fixture
def others(neighbour_academy) -> list[str]:
    people = [User(service_number=f"KE-6{n:02}", name="Ziwa", institution=neighbour_academy) for n in range(MANY)]
    return [person.service_number for person in User.objects.bulk_create(people)]


def add(by: User, at: Institution, number: str):
    sent = {"name": "Achieng", "sex": "F", "role_family": "police", "institution": at.pk, "service_number": number}
    return browser(by).post(reverse("academy:person-add"), sent, follow=True)


def listed(bring, numbers: list[str]) -> Roster:
    return bring("Force No.,Full name\n" + "".join(f"{number},Achieng\n" for number in numbers))


def found_by_list(bring, numbers: list[str]) -> int:
    """Count the numbers of which a list tells whether somebody elsewhere has them."""
    return listed(bring, numbers).rows.filter(state__in=("elsewhere", "create")).count()


def test_neither_name_nor_place_of_whoever_has_a_number_is_told_nor_differs(amina, academy, others, ugandan_academy):
    abroad = make_person("UG-300", "Okello", ugandan_academy)
    User.objects.filter(pk=abroad.pk).update(is_active=False)
    pages = []
    for number in (others[0], abroad.service_number):
        answer = add(amina, academy, number)
        page = text_of(answer).replace(number, "N")
        assert not any(word in page for word in ("Ziwa", "Okello", ugandan_academy.name, "beside"))
        pages.append(page.split("Your requests")[1].split("<form")[0])
        TransferRequest.objects.all().delete()
    assert pages[0] == pages[1]


def test_few_numbers_of_others_are_found_in_a_day_by_the_form(amina, academy, others, monkeypatch):
    monkeypatch.setattr(number_conflicts, "MOST", FEW)

    def found() -> bool:
        told = [TransferRequest.objects.count() for number in others if add(amina, academy, number).status_code == 200]
        return max(told) > FEW

    held_by(instead(number_conflicts, "MOST", MANY + 1), attack=found)


def test_few_are_found_by_lists_and_by_correcting_too_and_all_together(
    amina,
    academy,
    others,
    bring,
    monkeypatch,
):
    own = make_person("KE-8", "Own", academy)
    correct = reverse("academy:person-correct", args=[own.pk])
    about = {"name": "Own", "sex": "F", "role_family": "police"}

    monkeypatch.setattr(number_conflicts, "MOST", FEW)
    add(amina, academy, others[0])
    for number in others[:3]:
        page = browser(amina).post(correct, about | {"service_number": number})
        assert page.status_code == 422 and "cannot be given here" in text_of(page)
    assert found_by_list(bring, others[2:]) == 4, "one was met before, three are left"
    assert found_by_list(bring, others[2:]) == 4, "the same again tells the same"

    assert found_by_list(bring, ["KE-free"]) == 0
    for number in ("KE-free", others[-1]):
        answer = add(amina, academy, number)
        assert answer.status_code == 422 and "Within a day you came upon 6" in text_of(answer)
        page = browser(amina).post(correct, about | {"service_number": number})
        assert page.status_code == 422 and "Within a day you came upon 6" in text_of(page)
    assert not User.objects.filter(service_number="KE-free").exists()

    monkeypatch.setattr(number_conflicts, "DAY", timedelta())  # has passed
    assert add(amina, academy, "KE-free").status_code == 200
    assert User.objects.filter(service_number="KE-free").exists()


def test_who_looks_after_them_reads_of_each_and_who_it_was(amina, academy, beside, others, bring):
    add(amina, academy, others[0])
    listed(bring, others[1:3])

    waiting = text_of(browser(beside).get(reverse("academy:transfers")))
    assert others[0] in waiting and amina.name in waiting and academy.name in waiting
    read = AuditEntry.objects.visible_to(beside).filter(action=number_conflicts.MET)
    assert {(entry.person.service_number, entry.by) for entry in read} == {(number, amina) for number in others[:3]}
    assert amina.name in text_of(browser(beside).get(reverse("academy:log"), {"action": number_conflicts.MET}))
    own = AuditEntry.objects.visible_to(amina).filter(action=number_conflicts.MET)
    assert {entry.person for entry in own} == {None}

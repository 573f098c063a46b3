"""An institution that comes to lie below another one: who does it, where it may lie, and what follows it."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from lms.learning.progress.models import Enrolment
from lms.people.administration.institutions.services import NameTaken, NotBelow, move, places_for
from lms.people.administration.records.services import switch
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Kind, Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.directory.reach import NotTheirs
from lms.people.identity.factors.policy import set_policy
from tests.builders import complete
from tests.conftest import create_institution, make_person

PLACE = "/academy/institution/"


@pytest.fixture
def chief(region):
    """Administers the region, and so both countries."""
    return make_person("EA-2", "Chief of the region", region, Role.ADMINISTRATOR)


@pytest.fixture
def ruler(kenya):
    return make_person("KE-3", "Mwende Kilonzo", kenya, Role.ADMINISTRATOR)


def test_all_below_it_comes_along_and_who_sees_it_changes(chief, ruler, academy, unit, wanjiru, uganda, kenya):
    over_there = make_person("UG-3", "Okello", uganda, Role.ADMINISTRATOR)
    for _again in range(2):
        move(institution=academy, parent=uganda, by=chief)
    unit.refresh_from_db()
    academy.refresh_from_db()
    assert academy.path == f"{uganda.path}{academy.pk}/"
    assert unit.path == f"{academy.path}{unit.pk}/"
    assert not User.objects.managed_by(ruler).filter(pk=wanjiru.pk).exists()
    assert User.objects.managed_by(over_there).filter(pk=wanjiru.pk).exists()
    assert (academy.country, academy.timezone) == ("KE", "Africa/Nairobi")
    entry = AuditEntry.objects.get(action="institution_moved")
    assert (entry.by_id, entry.institution_id) == (chief.pk, academy.pk)


def test_plugins_and_the_second_factor_follow_what_is_above(chief, academy, unit, uganda, kenya):
    now = timezone.now()
    switch(plugin="fieldnotes", institution=kenya, on=True, by=None, now=now)
    set_policy(institution=uganda, days=3, by=None, now=now)
    move(institution=academy, parent=uganda, by=chief)
    for place in (academy, unit):
        place.refresh_from_db()
        assert (place.plugins, place.factor_days) == ({}, 3)


def test_results_and_sums_are_as_before(chief, enrolment, academy, uganda, now):
    complete(enrolment, now=now)
    call_command("rebuild_sums")
    before = Enrolment.objects.values().get(pk=enrolment.pk)
    move(institution=academy, parent=uganda, by=chief)
    assert Enrolment.objects.values().get(pk=enrolment.pk) == before
    call_command("rebuild_sums", "--check")
    call_command("rebuild_places", "--check")
    call_command("rebuild_progress", "--check")


def test_lies_neither_in_itself_nor_below_what_is_smaller(chief, superuser, kenya, academy, unit, neighbour_academy):
    for place, parent in ((academy, academy), (academy, unit), (kenya, academy), (academy, neighbour_academy)):
        with pytest.raises(NotBelow):
            move(institution=place, parent=parent, by=superuser)
    assert set(places_for(unit, superuser)) >= {academy, neighbour_academy, kenya}
    assert academy not in places_for(kenya, chief)


def test_two_of_one_name_do_not_lie_side_by_side(chief, academy, uganda):
    create_institution(name="mlima police academy", kind=Kind.ACADEMY, parent=uganda)
    with pytest.raises(NameTaken):
        move(institution=academy, parent=uganda, by=chief)


def test_is_moved_by_who_administers_both_sides_above_it(amina, ruler, chief, academy, unit, kenya, uganda, region):
    for by, place, parent in (
        (amina, academy, uganda),
        (ruler, academy, uganda),
        (ruler, kenya, region),
        (chief, region, None),
        (chief, academy, None),
    ):
        with pytest.raises(NotTheirs):
            move(institution=place, parent=parent, by=by)
    assert not AuditEntry.objects.filter(action="institution_moved").exists()


def test_the_page_offers_what_fits_and_moves(as_, chief, amina, superuser, academy, unit, uganda, kenya, stranger):
    path = f"{PLACE}{academy.pk}/move/"
    assert as_(amina).get(path).status_code == 404
    assert as_(amina).get(f"{PLACE}{unit.pk}/move/").status_code == 200
    assert as_(amina).post(f"{PLACE}{unit.pk}/move/", {"parent": uganda.pk}).status_code == 422
    browser = as_(chief)
    assert path in browser.get(PLACE).content.decode()
    assert browser.post(path, {"parent": academy.pk}).status_code == 422
    assert browser.post(path, {"parent": ""}).status_code == 422
    assert browser.post(path, {"parent": uganda.pk}).status_code == 302
    assert Institution.objects.get(pk=academy.pk).parent == uganda
    assert as_(superuser).post(path, {"parent": ""}).status_code == 302
    assert Institution.objects.get(pk=academy.pk).parent is None

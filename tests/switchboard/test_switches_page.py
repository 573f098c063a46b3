"""Where an administrator switches plugins for their institution."""

import pytest
from django.urls import reverse

from lms.people.directory.choices import Role
from lms.people.directory.switches import PluginSwitch
from tests.conftest import make_person


@pytest.fixture
def amina(academy):
    return make_person("KE-9", "Amina Noor", academy, Role.ADMINISTRATOR)


def page(institution) -> str:
    return reverse("switches", args=[institution.pk])


def test_switches_once_and_back(as_, amina, academy):
    assert "Quiz" in as_(amina).get(page(academy)).content.decode()
    for _again in range(2):
        assert as_(amina).post(page(academy), {"plugin": "quiz", "state": "off"}).status_code == 302
    switch = PluginSwitch.objects.get()
    assert (switch.on, switch.institution, switch.changed_by) == (False, academy, amina)
    as_(amina).post(page(academy), {"plugin": "quiz", "state": "above"})
    assert not PluginSwitch.objects.exists()


@pytest.mark.parametrize("asked", [{"plugin": "quiz"}, {"plugin": "none", "state": "on"}, {"state": "on"}])
def test_knows_no_other_plugin_or_state(as_, amina, academy, asked):
    assert as_(amina).post(page(academy), asked).status_code == 404


def test_is_for_the_administrators_of_the_institution_alone(as_, amina, omar, kenya, academy, neighbour_academy):
    asked = {"plugin": "quiz", "state": "off"}
    for place in (kenya, neighbour_academy):
        assert as_(amina).get(page(place)).status_code == as_(amina).post(page(place), asked).status_code == 404
    assert as_(omar).post(page(academy), asked).status_code == 404
    assert not PluginSwitch.objects.exists()

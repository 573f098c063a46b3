"""Where an administrator switches plugins for their institution."""

from django.urls import reverse

from lms.people.directory.switches import PluginSwitch


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


def test_knows_no_other_plugin_state_or_institution(as_, amina, kenya, academy, neighbour_academy):
    for asked in ({"plugin": "quiz"}, {"plugin": "none", "state": "on"}, {"state": "on"}):
        assert as_(amina).post(page(academy), asked).status_code == 404, asked
    asked = {"plugin": "quiz", "state": "off"}
    for place in (kenya, neighbour_academy):
        assert as_(amina).get(page(place)).status_code == as_(amina).post(page(place), asked).status_code == 404

    assert not PluginSwitch.objects.exists()

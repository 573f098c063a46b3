"""V2: settings of an institution that two of its administrators change at once: the later form undoes nothing."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from assessments.refreshers.models import Schedule
from lms.desks.notices.channels.sms import gateway_settings
from lms.foundation.plugins import institution_settings
from lms.foundation.plugins.institution_settings import settings_for
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.identity.providers.models import SignOn
from tests.conftest import make_person
from tests.switchboard.settings_of_quiz import DECLARED

from .mutation import browser
from .overtaking import Overtaken, was


@pytest.fixture
def pair(academy, site):
    """Two administrators of one academy, who may come to the admin."""
    group = Group.objects.create(name="Administrators")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    people = [make_person(f"KE-92{n:02}", f"Administrator {n}", academy, role="administrator") for n in range(2)]
    for person in people:
        person.groups.add(group)
    return people


class TestWhoIssuesCertificates(Overtaken):
    mine = {"issues": "no", "issuer": "The ministry"}
    theirs = {"issues": "no", "issuer": "The college"}
    shown = ("Saved meanwhile: The college", 'value="The ministry"')

    @pytest.fixture
    def address(self, academy):
        return reverse("academy:institution-issuing", args=[academy.pk])

    def is_mine(self, academy) -> bool:
        return Institution.objects.get(pk=academy.pk).own_issuer == "The ministry"


class TestSingleSignOn(Overtaken):
    mine = {"issuer": "https://mine.example", "client": "m", "secret": "of-mine", "number_from": "number"}
    theirs = {"issuer": "https://theirs.example", "client": "t", "secret": "of-theirs", "number_from": "number"}
    shown = ("Saved meanwhile: https://theirs.example", "https://mine.example")

    @pytest.fixture
    def address(self, academy):
        return reverse("academy:sign-on-set-up", args=[academy.pk])

    def is_mine(self, academy) -> bool:
        return SignOn.objects.get(institution=academy).client == "m"

    def test_the_same_form_again_is_taken_for_what_it_is(self, sent, pair, address, academy):
        """But for its secret, which is compared with nothing."""
        same = {"was": sent["was"], **self.theirs}
        assert browser(pair[1]).post(address, same).status_code == 409
        assert browser(pair[1]).post(address, {**same, "secret": ""}).status_code == 302


class TestRightsInTheAdmin(Overtaken):
    mine = {"superuser": "on"}
    shown = ("Saved meanwhile: No", "Saved meanwhile: Editors")

    @pytest.fixture
    def pair(self, site):
        return [User.objects.create_superuser(f"KE-93{n:02}", "a-password", name=f"Root {n}") for n in range(2)]

    @pytest.fixture
    def address(self, omar):
        self.theirs = {"groups": [Group.objects.get(name="Editors").pk]}
        return reverse("academy:person-rights", args=[omar.pk])

    def is_mine(self, academy) -> bool:
        return User.objects.get(name="Omar Otieno").is_superuser


class TestWherePeopleServe(TestRightsInTheAdmin):
    shown = ("Saved meanwhile:",)

    @pytest.fixture
    def address(self, omar, neighbour_academy, ugandan_academy):
        self.mine, self.theirs = {"institution": neighbour_academy.pk}, {"institution": ugandan_academy.pk}
        return reverse("academy:person-transfer", args=[omar.pk])

    def is_mine(self, academy) -> bool:
        return User.objects.get(name="Omar Otieno").institution_id == self.mine["institution"]


class TestWhereAnInstitutionLies(TestRightsInTheAdmin):
    shown = ("Saved meanwhile:",)

    @pytest.fixture
    def address(self, academy, uganda, region):
        self.mine, self.theirs = {"parent": region.pk}, {"parent": uganda.pk}
        return reverse("academy:institution-move", args=[academy.pk])

    def is_mine(self, academy) -> bool:
        return Institution.objects.get(pk=academy.pk).parent_id == self.mine["parent"]


class TestWhenACourseComesBack(TestRightsInTheAdmin):
    mine, theirs = {"days": "7"}, {"days": "30, 90"}
    shown = ("Saved meanwhile: 30, 90", 'value="7"')

    @pytest.fixture
    def address(self, course):
        return reverse("refreshers_schedule", args=[course.pk])

    def is_mine(self, academy) -> bool:
        return Schedule.objects.get().days == [7]


class TestTextMessages(Overtaken):
    mine, theirs = {"sender": "MLIMA", "per_month": "500"}, {"sender": "ACADEMY"}
    shown = ("Saved meanwhile: ACADEMY", 'value="MLIMA"', "Saved meanwhile: –", 'value="500"')

    @pytest.fixture
    def address(self, academy):
        return reverse("notices:text-messages-of", args=[academy.pk])

    def is_mine(self, academy) -> bool:
        return settings_for(gateway_settings.PART, Institution.objects.get(pk=academy.pk))["sender"] == "MLIMA"


class TestSettingsOfAPlugin(Overtaken):
    mine, theirs = {"days": "3", "nightly": "no"}, {"days": "5", "nightly": "yes"}
    shown = ("Saved meanwhile: 5", "Saved meanwhile: Yes", 'value="3"')

    @pytest.fixture
    def address(self, academy, monkeypatch):
        monkeypatch.setitem(institution_settings._declared, "quiz", DECLARED)
        return reverse("switchboard_settings", args=["quiz", academy.pk])

    def is_mine(self, academy) -> bool:
        return settings_for("quiz", Institution.objects.get(pk=academy.pk))["days"] == 3

    def test_a_secret_is_not_undone_and_not_shown(self, pair, address, academy):
        one, other = pair
        sent = {"was": was(browser(one).get(address)), "token": "a-token-of-mine"}
        assert browser(other).post(address, {"token": "a-token-of-theirs"}).status_code == 302
        response = browser(one).post(address, sent)
        assert response.status_code == 409 and "Saved meanwhile: Set on" in response.content.decode()
        assert "a-token" not in response.content.decode()
        assert settings_for("quiz", Institution.objects.get(pk=academy.pk))["token"].matches("a-token-of-theirs")

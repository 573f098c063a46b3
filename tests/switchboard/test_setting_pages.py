"""The page on which a plugin's settings are set at an institution: who may, and that no secret comes back."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import ModelLogEntry

from lms.foundation.plugins.institution_settings import settings_for
from lms.foundation.plugins.runtime import quarantine
from lms.people.administration.records import services as people
from lms.people.directory.choices import Kind, Role
from lms.people.directory.institutions import Institution
from lms.switchboard.models import PluginValue
from tests.conftest import make_person

pytestmark = pytest.mark.usefixtures("declared")
TOKEN, KEY = "the-token-of-the-registry", "-----BEGIN KEY-----\r\nline"


def administrator(number, institution):
    """Who administers `institution` and may come to the admin."""
    person = make_person(number, f"Administrator {number}", institution, Role.ADMINISTRATOR)
    group, _made = Group.objects.get_or_create(name="Administrators")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    person.groups.add(group)
    return person


@pytest.fixture
def unit(academy):
    return people.create_institution(name="Gate", kind=Kind.UNIT, parent=academy)


@pytest.fixture
def amina(as_, academy, site):
    return as_(administrator("KE-2", academy))


def page_of(institution, plugin="quiz") -> str:
    return f"/admin/plugins/{plugin}/settings/{institution.pk}/"


def text(response, status=200) -> str:
    assert response.status_code == status
    return response.content.decode()


def read(institution):
    return settings_for("quiz", Institution.objects.get(pk=institution.pk))


class TestSetting:
    def test_is_done_by_who_administers_there(self, amina, academy):
        assert page_of(academy) in text(amina.get("/admin/plugins/quiz/"))
        sent = {"registry": "https://r.example", "days": "3", "nightly": "no", "form": "long", "token": f" {TOKEN} "}
        assert amina.post(page_of(academy), sent)["Location"] == "/admin/plugins/quiz/"
        found = read(academy)
        assert (found["registry"], found["days"], found["nightly"]) == ("https://r.example", 3, False)
        assert (found["form"], found["token"].reveal(), found["note"]) == ("long", TOKEN, "")
        assert {row.set_by.service_number for row in PluginValue.objects.all()} == {"KE-2"}

    def test_shows_what_counts_and_where_it_was_set(self, amina, superuser, as_, kenya, academy, unit):
        as_(superuser).post(page_of(kenya), {"days": "5", "nightly": "no", "form": "short", "note": "Ask Amina"})
        page = text(amina.get(page_of(academy)))
        for sentence in ("as at Kenya: 5", "as at Kenya: No", "as at Kenya: Short form", "as at Kenya: Ask Amina"):
            assert sentence in page
        amina.post(page_of(academy), {"days": "3"})
        page = text(amina.get(page_of(academy)))
        assert 'value="3"' in page
        assert "Set on" in page

    def test_says_what_does_not_fit_and_sets_nothing(self, amina, academy):
        for wrong in (
            {"registry": "http://r.example"},
            {"registry": "javascript:alert(1)"},
            {"days": "many"},
            {"days": "9" * 30},
            {"form": "other"},
            {"nightly": "maybe"},
            {"token": "x" * 501},
            {"token": "a\0b"},
        ):
            assert amina.post(page_of(academy), wrong | {"note": "kept?"}).status_code == 422, wrong
        assert not PluginValue.objects.exists()

    def test_the_same_again_changes_nothing(self, amina, academy):
        for _time in range(2):
            amina.post(page_of(academy), {"days": "3", "nightly": "no"})
        assert ModelLogEntry.objects.filter(action="switchboard.settings").count() == 1

    def test_an_empty_field_leaves_it_to_the_institution_above(self, amina, academy):
        amina.post(page_of(academy), {"days": "3", "nightly": "no"})
        amina.post(page_of(academy), {"days": "", "nightly": ""})
        assert (read(academy)["days"], read(academy)["nightly"]) == (14, True)
        assert not PluginValue.objects.exists()

    def test_stands_in_the_history_without_values(self, amina, superuser, as_, academy):
        amina.post(page_of(academy), {"days": "337", "token": TOKEN})
        [entry] = ModelLogEntry.objects.filter(action="switchboard.settings")
        assert entry.data == {"plugin": "quiz", "settings": ["token", "days"]}
        assert entry.user.service_number == "KE-2"
        page = text(as_(superuser).get("/admin/reports/site-history/"))
        assert "Settings of the plugin “quiz” set: token, days" in page
        assert TOKEN not in page

    def test_is_not_there_without_settings_or_for_what_does_not_run(self, amina, academy, monkeypatch):
        assert amina.get(page_of(academy, "questions")).status_code == 404
        assert "/settings/" not in text(amina.get("/admin/plugins/questions/"))
        assert amina.get(page_of(academy, "nothing")).status_code == 404
        monkeypatch.setitem(quarantine._problems, "quiz", "The plugin “quiz” breaks.")
        assert amina.get(page_of(academy)).status_code == 404
        assert amina.post(page_of(academy), {"days": "3"}).status_code == 404


class TestWhoMayNot:
    @pytest.mark.parametrize("number", ["neighbour", "abroad"])
    def test_an_administrator_of_another_institution(self, as_, site, academy, neighbour_academy, uganda, number):
        other = as_(administrator("X-2", {"neighbour": neighbour_academy, "abroad": uganda}[number]))
        assert other.get(page_of(academy)).status_code == 404
        assert other.post(page_of(academy), {"days": "3"}).status_code == 404
        assert not PluginValue.objects.exists()

    def test_an_administrator_of_a_unit_below(self, as_, amina, academy, unit):
        amina.post(page_of(academy), {"days": "5", "token": TOKEN})
        below = as_(administrator("KE-3", unit))
        assert below.get(page_of(academy)).status_code == 404
        assert below.post(page_of(academy), {"days": "3", "token-remove": "on"}).status_code == 404
        page = text(below.get(page_of(unit)))
        assert f"Set at {academy.name} on" in page
        assert TOKEN not in page
        assert "token-remove" not in page
        below.post(page_of(unit), {"token-remove": "on"})
        assert read(academy)["token"].matches(TOKEN)
        assert read(unit)["token"].matches(TOKEN)


class TestASecret:
    @pytest.fixture(autouse=True)
    def is_set(self, declared, amina, academy):
        amina.post(page_of(academy), {"token": TOKEN, "certificate": KEY})

    def test_a_secret_is_never_shown_again(self, amina, academy, caplog, capsys):
        pages = [
            amina.get(page_of(academy)),
            amina.post(page_of(academy), {"days": "many", "token": "another-one", "certificate": "another-key"}),
            amina.get("/admin/plugins/quiz/"),
        ]
        call_command("plugins")
        call_command("personal_data", "--json")
        call_command("dumpdata", "switchboard", "people.Institution")
        everything = "".join(page.content.decode() for page in pages) + caplog.text + "".join(capsys.readouterr())
        for secret in (TOKEN, "BEGIN KEY", "another-one", "another-key"):
            assert secret not in everything
        assert "Set on" in pages[0].content.decode()

    def test_is_left_by_an_empty_field_and_replaced_by_a_text(self, amina, academy):
        amina.post(page_of(academy), {"token": "", "days": "3"})
        assert read(academy)["token"].matches(TOKEN)
        assert read(academy)["certificate"].matches(KEY)
        amina.post(page_of(academy), {"token": "another"})
        assert read(academy)["token"].matches("another")
        assert PluginValue.objects.filter(name="token").count() == 1

    def test_a_secret_is_removed(self, amina, academy):
        amina.post(page_of(academy), {"token-remove": "on"})
        assert not read(academy)["token"]
        assert read(academy)["certificate"]
        assert "token-remove" not in text(amina.get(page_of(academy)))

    def test_that_cannot_be_read_any_more_is_told(self, amina, academy):
        PluginValue.objects.filter(name="token").update(encrypted="nonsense")
        people.renew_settings(institution=academy)
        assert "cannot be read any more: set it again" in text(amina.get(page_of(academy)))
        amina.post(page_of(academy), {"token": TOKEN})
        assert read(academy)["token"].matches(TOKEN)

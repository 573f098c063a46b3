"""What a plugin is set to at an institution: inherited, kept in the process, secrets encrypted."""

import json
import pickle

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import IntegrityError, transaction

from lms.foundation.plugins.institution_settings import Secret, settings_for
from lms.people.administration.records import services as people
from lms.people.directory.choices import Kind
from lms.people.directory.institutions import Institution
from lms.people.identity.protection.encryption import CannotBeRead, decrypt, encrypt
from lms.switchboard import setting_values
from lms.switchboard.models import PluginValue
from tests.conftest import NOW
from tests.privacy.searching import cached, places

pytestmark = pytest.mark.usefixtures("declared")
TOKEN = "the-token-of-the-registry"


@pytest.fixture
def unit(academy):
    return people.create_institution(name="Gate", kind=Kind.UNIT, parent=academy)


def put(institution, **sent) -> None:
    setting_values.change(plugin="quiz", institution=institution, values=sent, by=None, now=NOW)


def read(institution):
    """As the next request has them."""
    return settings_for("quiz", Institution.objects.get(pk=institution.pk))


class TestWhatCounts:
    def test_are_the_defaults_where_nobody_set_anything(self, academy, django_assert_num_queries):
        with django_assert_num_queries(0):
            found = dict(settings_for("quiz", academy))
        assert not found.pop("token")
        assert not found.pop("certificate")
        assert found == {"registry": "", "days": 14, "nightly": True, "form": "", "note": ""}

    def test_is_what_is_set_there_then_the_closest_above(self, kenya, academy, neighbour_academy, unit):
        put(kenya, days=1, registry="https://kenya.example", token=TOKEN)
        put(academy, days=2, nightly=False)
        put(unit, nightly=True)
        below = read(unit)
        assert (below["days"], below["nightly"], below["registry"]) == (2, True, "https://kenya.example")
        assert below["token"].reveal() == TOKEN
        assert (read(academy)["days"], read(academy)["nightly"]) == (2, False)
        assert (read(neighbour_academy)["days"], read(neighbour_academy)["nightly"]) == (1, True)

    def test_comes_from_above_again_once_it_is_taken_away(self, kenya, academy):
        put(kenya, days=1)
        put(academy, days=2)
        put(academy, days=None)
        assert read(academy)["days"] == 1

    def test_reaches_an_institution_that_is_founded_or_moved_below(self, kenya, academy, uganda, unit):
        put(kenya, days=1)
        put(academy, days=2)
        assert read(people.create_institution(name="New", kind=Kind.UNIT, parent=academy))["days"] == 2
        assert read(unit)["days"] == 2
        people.move(institution=unit, parent=uganda)
        assert read(unit)["days"] == 14
        people.move(institution=unit, parent=kenya)
        assert read(unit)["days"] == 1
        people.move(institution=unit, parent=academy)
        put(academy, days=3)
        assert read(unit)["days"] == 3

    def test_is_passed_over_where_it_does_not_fit_any_more(self, kenya, academy):
        put(kenya, days=1)
        row = {"institution": academy, "plugin": "quiz", "set_at": NOW}
        PluginValue.objects.create(name="days", value="many", **row)
        PluginValue.objects.create(name="nightly", value=1, **row)
        PluginValue.objects.create(name="token", value="plain, from when it was no secret", **row)
        people.renew_settings(institution=academy)
        assert (read(academy)["days"], read(academy)["nightly"]) == (1, True)
        assert not read(academy)["token"]

    def test_is_refused_where_it_is_none(self, academy):
        for wrong in ({"days": "3"}, {"days": True}, {"nightly": "yes"}, {"form": "other"}, {"token": 3}):
            with pytest.raises(ValueError, match="no such value"):
                put(academy, **wrong)
        with pytest.raises(LookupError):
            put(academy, sideways=1)
        assert not PluginValue.objects.exists()

    def test_is_nothing_for_a_plugin_without_settings(self, academy):
        with pytest.raises(LookupError, match="declares no institution_settings"):
            settings_for("questions", academy)

    def test_cannot_be_changed_by_who_reads_it(self, academy):
        put(academy, days=2)
        for found in (read(academy), settings_for("quiz", Institution())):
            with pytest.raises(TypeError):
                found["days"] = 3

    def test_has_one_row_and_is_plain_or_encrypted(self, academy):
        row = {"institution": academy, "plugin": "quiz", "name": "days", "set_at": NOW}
        for wrong in ({"value": 1, "encrypted": "x"}, {}):
            with pytest.raises(IntegrityError), transaction.atomic():
                PluginValue.objects.create(**row, **wrong)
        PluginValue.objects.create(**row, value=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            PluginValue.objects.create(**row, value=2)


class TestCost:
    def test_is_no_statement_once_the_process_read_it(self, kenya, unit, django_assert_num_queries):
        put(kenya, days=1, token=TOKEN)
        unit = Institution.objects.get(pk=unit.pk)
        with django_assert_num_queries(1):
            settings_for("quiz", unit)
        with django_assert_num_queries(0):
            assert settings_for("quiz", unit)["days"] == 1

    def test_is_no_statement_in_a_request(self, as_, wanjiru, academy, django_assert_num_queries):
        """The institution comes with the person."""
        put(academy, days=1)
        client = as_(wanjiru)
        person = client.get("/learn/").wsgi_request.user
        settings_for("quiz", person.institution)
        person = client.get("/learn/").wsgi_request.user
        with django_assert_num_queries(0):
            assert settings_for("quiz", person.institution)["days"] == 1

    def test_a_change_that_was_taken_back_counts_nowhere(self, academy):
        put(academy, days=1)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            put(academy, days=2)
            assert read(academy)["days"] == 2
            raise ZeroDivisionError
        assert read(academy)["days"] == 1

    def test_nothing_to_change_is_no_change(self, academy):
        put(academy)
        assert not Institution.objects.exclude(settings_version="").exists()


class TestSecrets:
    def test_stand_in_no_row_as_they_are(self, academy):
        put(academy, token=TOKEN)
        [row] = PluginValue.objects.values()
        assert [*places(TOKEN), *cached(TOKEN)] == []
        assert row["value"] is None
        assert row["encrypted"]

    def test_are_encrypted_for_their_place_alone(self, academy, neighbour_academy):
        put(academy, token=TOKEN)
        row = PluginValue.objects.get()
        for moved in ({"institution": neighbour_academy}, {"name": "certificate"}):
            PluginValue.objects.filter(pk=row.pk).update(**moved)
            people.renew_settings(institution=academy)
            people.renew_settings(institution=neighbour_academy)
            assert not any(
                (read(place)[name]) for place in (academy, neighbour_academy) for name in ("token", "certificate")
            )
            PluginValue.objects.filter(pk=row.pk).update(institution=academy, name="token")

    def test_are_not_written_where_somebody_writes_them(self, academy, caplog):
        put(academy, token=TOKEN)
        token = read(academy)["token"]
        assert TOKEN not in f"{token} {token!r} {token!s:>40} {read(academy)} {[token]}"
        for write in (pickle.dumps, json.dumps):
            with pytest.raises(TypeError):
                write(token)
        assert TOKEN not in caplog.text

    def test_match_what_is_the_same(self):
        assert Secret(TOKEN).matches(TOKEN)
        assert not Secret(TOKEN).matches(TOKEN + "x")
        assert not Secret(TOKEN).matches("")
        assert not Secret(TOKEN).matches("\ud800é")
        assert not Secret().matches("")

    def test_are_read_with_an_earlier_key_and_encrypted_again_with_the_present(self, academy, settings, capsys):
        settings.SECRET_KEY = "the first"
        put(academy, token=TOKEN)
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the second", ["the first"]
        people.renew_settings(institution=academy)
        assert read(academy)["token"].reveal() == TOKEN
        call_command("plugins", "--encrypt-again")
        assert "1 secrets are encrypted with the present key; 0 cannot be read." in capsys.readouterr().out
        settings.SECRET_KEY_FALLBACKS = []
        people.renew_settings(institution=academy)
        assert read(academy)["token"].reveal() == TOKEN

    def test_are_not_sent_to_an_address_that_is_set_closer(self, kenya, academy, unit):
        put(kenya, token=TOKEN, certificate="of the country", days=1)
        put(academy, registry="https://academy.example")
        for place in (academy, unit):
            assert not read(place)["token"]
            assert not read(place)["certificate"]
            assert read(place)["days"] == 1
        put(academy, token="of the academy")
        assert read(unit)["token"].matches("of the academy")
        put(unit, token="of the gate")
        assert (read(unit)["token"].reveal(), read(unit)["registry"]) == ("of the gate", "https://academy.example")
        put(kenya, registry="https://kenya.example")
        assert read(kenya)["token"].matches(TOKEN)

    def test_are_not_set_where_the_key_is_gone(self, kenya, academy, settings, caplog, capsys):
        put(kenya, token="of the country")
        settings.SECRET_KEY = "the first"
        put(academy, token=TOKEN)
        settings.SECRET_KEY = "another"
        people.renew_settings(institution=academy)
        assert not read(academy)["token"]
        assert "cannot be decrypted: set it again" in caplog.text
        assert TOKEN not in caplog.text
        call_command("plugins", "--encrypt-again")
        assert "0 secrets are encrypted with the present key; 2 cannot be read." in capsys.readouterr().out

    @pytest.mark.parametrize(
        "other",
        ["", "x", Fernet(Fernet.generate_key()).encrypt(b"other").decode()],
        ids=["nothing", "a letter", "of another key"],  # the same in each process that runs tests
    )
    def test_what_is_none_cannot_be_read(self, other):
        with pytest.raises(CannotBeRead):
            decrypt(other, place="a")

    def test_are_never_the_same_twice(self):
        assert encrypt(TOKEN, place="a") != encrypt(TOKEN, place="a")
        assert decrypt(encrypt(TOKEN, place="a"), place="a") == TOKEN

"""What an institution sets for its text messages: sender, bounds, a gateway of its own; and what it cannot."""

import pytest
from django.urls import reverse

from lms.desks.notices.channels.sms import gateway_settings
from lms.desks.notices.channels.sms.channel import Sms
from lms.desks.notices.channels.sms.forms import TextMessageForm
from lms.desks.notices.channels.sms.presets import PRESETS
from lms.desks.notices.models import Notice
from lms.foundation.plugins.channel import Message
from lms.people.administration.records.services import create_institution
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Kind
from lms.people.directory.institutions import Institution
from lms.switchboard.models import PluginValue
from lms.switchboard.setting_values import change, current_values
from tests.conftest import make_person
from tests.progress.counting import statements

NUMBER, OWN = "+254712345678", "https://sms.academy.example/send"


@pytest.fixture
def chosen(academy, now):
    def keep(at=academy, **values):
        change(plugin=gateway_settings.PART, institution=at, values=values, by=None, now=now)
        return Institution.objects.get(pk=academy.pk)

    return keep


def form_of(academy, **sent) -> TextMessageForm:
    form = TextMessageForm(current_values(gateway_settings.PART, academy), academy, sent)
    form.is_valid()
    return form


class TestWhatCounts:
    def test_is_the_site_where_nobody_says_otherwise(self, gateway, academy, settings):
        through = gateway_settings.gateway_of(academy)
        assert (through.url, through.sender) == (settings.SMS_URL, "MAFUNZO")
        assert gateway_settings.monthly_limit_of(academy) == settings.SMS_PER_MONTH

    def test_is_the_sender_of_the_institution_through_the_site(self, gateway, chosen):
        academy = chosen(sender="MLIMA")
        assert Sms().send(Message("one", "Karibu.", "en"), to=NUMBER, institution=academy).state == "sent"
        assert gateway.asked[0]["fields"]["from"] == "MLIMA"

    def test_is_what_stands_closest(self, gateway, chosen, kenya):
        chosen(at=kenya, sender="KENYA", per_month=7)
        academy = chosen(sender="MLIMA")
        assert gateway_settings.gateway_of(academy).sender == "MLIMA"
        assert gateway_settings.monthly_limit_of(academy) == 7

    def test_is_a_bound_that_stops_what_would_be_more(self, gateway, chosen):
        academy = chosen(per_month=1)
        states = [
            Sms().send(Message(key, "Karibu.", "en"), to=NUMBER, institution=academy).state for key in ("one", "two")
        ]
        assert states == ["sent", "later"] and len(gateway.sent) == 1

    def test_is_never_more_than_the_site_allows_but_by_a_gateway_of_ones_own(self, gateway, chosen, settings):
        settings.SMS_PER_MONTH = 10
        assert gateway_settings.monthly_limit_of(chosen(per_month=5_000)) == 10
        assert gateway_settings.monthly_limit_of(chosen(url=OWN)) == 5_000

    def test_an_own_gateway_gets_nothing_of_the_site(self, gateway, chosen, settings):
        settings.SMS_SECRET, settings.SMS_AUTH = "of the site", "bearer"
        through = gateway_settings.gateway_of(chosen(url=OWN))
        assert (through.url, through.secret, through.sender, through.internal) == (OWN, "", "", ())
        through = gateway_settings.gateway_of(chosen(secret="ours"))
        assert through.secret == "ours"

    def test_an_own_gateway_inside_is_not_asked(self, gateway, chosen):
        academy = chosen(url=gateway.url)
        receipt = Sms().send(Message("one", "Karibu.", "en"), to=NUMBER, institution=academy)
        assert receipt.state == "later" and gateway.asked == []


class TestThePage:
    @pytest.fixture
    def address(self, academy):
        return reverse("notices:text-messages-of", args=[academy.pk])

    def test_keeps_what_is_set_and_shows_no_secret(self, as_, amina, address, academy):
        browser = as_(amina)
        sent = {"url": OWN, "secret": "a-secret-token", "auth": "bearer", "per_month": "500", "sender": "MLIMA"}
        assert browser.post(address, sent).status_code == 302
        through = gateway_settings.gateway_of(Institution.objects.get(pk=academy.pk))
        assert (through.url, through.secret, through.auth) == (OWN, "a-secret-token", "bearer")
        page = browser.get(address).content.decode()
        assert OWN in page and "a-secret-token" not in page
        assert not PluginValue.objects.filter(value__icontains="a-secret-token").exists()
        entry = AuditEntry.objects.get(action="plugin_set")
        assert "a-secret-token" not in str(entry.data) and set(entry.data["settings"]) == set(sent)

    @pytest.mark.parametrize("slug", PRESETS)
    def test_begins_with_a_preset_that_is_kept_only_when_it_is_saved(self, as_, amina, address, academy, slug):
        amina.phone = NUMBER
        amina.save()
        _name, values = PRESETS[slug]
        page = as_(amina).get(address, {"preset": slug})
        assert {name: page.context["form"][name].value() for name in values} == values
        assert not PluginValue.objects.exists()
        sent = {"url": OWN, **values, "secret": "a-secret-token", "test": "1"}
        assert as_(amina).post(address, sent).status_code == 302
        through = gateway_settings.gateway_of(Institution.objects.get(pk=academy.pk))
        assert (through.url, through.body) == (sent["url"], values["body"])
        assert Notice.objects.filter(person=amina, kind="notices_test").exists()

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("url", "http://sms.example/"),
            ("url", "file:///etc/passwd"),
            ("sender", "MUCH TOO LONG FOR A PHONE"),
            ("sender", "ሀለሐ"),
            ("per_month", "-1"),
            ("per_month", "many"),
            ("body", '{"to": '),
            ("body", "message=hello"),
            ("auth", "X-Key: value"),
            ("key_header", "A\r\nB"),
        ],
    )
    def test_says_what_cannot_be(self, academy, name, value):
        assert name in form_of(academy, **{name: value}).errors

    def test_is_for_administrators_of_the_institution(self, as_, beside, neighbour_academy):
        page = as_(beside).get(reverse("notices:text-messages")).content.decode()
        assert "Mlima" not in page and neighbour_academy.name in page


def test_the_list_costs_the_same_for_many(as_, kenya, academy, chosen, now):
    client, page = as_(make_person("KE-7", "Of the country", kenya, "administrator")), reverse("notices:text-messages")
    chosen(at=kenya, per_month=70)
    chosen(per_month=7)
    client.get(page)
    with statements() as few:
        client.get(page)
    for number in range(5):
        there = create_institution(name=f"Academy {number}", kind=Kind.ACADEMY, parent=kenya)
        chosen(at=there, sender=f"A{number}")
    with statements() as many:
        shown = client.get(page).content.decode()
    assert len(many) == len(few)
    assert shown.count("at most 70 in a month") == 6 and shown.count("at most 7 in a month") == 1


def test_opening_the_list_is_noted_in_the_audit_log(as_, amina):
    as_(amina).get("/academy/notices/")
    assert AuditEntry.objects.get(action="notices_log_opened").by == amina

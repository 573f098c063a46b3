"""What the command and the pages know of a plugin, and what they keep to themselves."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse

from lms.foundation.plugins.discovery import Candidate
from lms.foundation.plugins.manifest import Manifest, PersonalData, Setting
from lms.foundation.plugins.pages import destinations
from lms.foundation.plugins.pages.destinations import Destination
from lms.foundation.plugins.plugin import Plugin
from lms.foundation.plugins.runtime import activation
from lms.people.administration.records.services import switch
from lms.switchboard.missing_tables import missing
from lms.switchboard.plugin_status import status_of

MANIFEST = Manifest(
    name="Orchard",
    version="2.1",
    api=">=2.0,<3",
    summary="Trees.",
    languages=("en", "fr"),
    personal_data=(PersonalData("orchard.Tree", "owner", "Trees that somebody planted"),),
    settings=(
        Setting("API_TOKEN", "", "For the gardener"),
        Setting("ROWS", "4", "Rows"),
        Setting("DATABASE_PASSWORD", "", "None"),
    ),
)


@pytest.fixture
def known(orchard, settings):
    """“orchard”, in quarantine for want of an app in this process, with its manifest read."""
    candidate = Candidate(
        "orchard",
        "orchard.apps:Orchard",
        distribution="orchard-plugin",
        allowed=True,
        manifest=MANIFEST,
        problem="No rain.",
        detail="IOError: /srv",
    )
    settings.PLUGINS = (*settings.PLUGINS, candidate)
    settings.PLUGIN_SETTINGS = {
        **settings.PLUGIN_SETTINGS,
        "orchard": {"API_TOKEN": "s3cret", "ROWS": "5", "DATABASE_PASSWORD": ""},
    }
    return orchard


def listed(*options: str) -> str:
    out = StringIO()
    call_command("plugins", *options, stdout=out)
    return out.getvalue()


def test_the_value_of_a_secret_is_told_to_nobody(known, academy, as_, superuser, site):
    values = {value.name: (value.value, value.hidden) for value in status_of("orchard").settings}
    assert values == {"API_TOKEN": ("", True), "ROWS": ("5", False), "DATABASE_PASSWORD": ("", False)}
    page = as_(superuser).get("/admin/plugins/orchard/").content.decode()
    assert "Trees that somebody planted" in page
    for text in (listed(), listed("--json"), page):
        assert "s3cret" not in text
        assert "API_TOKEN" in text


def test_the_command_speaks_to_people(known, academy, now):
    switch(plugin="quiz", institution=academy, on=False, by=None, now=now)
    text = listed()
    assert "quiz: Quiz 2.0 (built in), running" in text
    assert "on at: 2 of 3 institutions" in text
    assert "switches: Mlima Police Academy: off" in text
    assert (
        "orchard: Orchard 2.1 (orchard-plugin), in quarantine\n  why: No rain.\n  raised: IOError: /srv\n  what: Trees."
        in text
    )
    assert "keeps orchard.Tree: Trees that somebody planted (deleted when the person is erased)" in text


def test_the_command_speaks_to_machines(known, academy, superuser, now):
    switch(plugin="quiz", institution=academy, on=False, by=superuser, now=now)
    found = {plugin["slug"]: plugin for plugin in json.loads(listed("--json"))}
    assert found["quiz"]["adds"]["activity type"] == ["quiz"]
    assert found["quiz"]["switches"] == [
        {
            "institution": "Mlima Police Academy",
            "id": academy.pk,
            "on": False,
            "changed_at": "2026-11-24T09:00:00Z",
            "changed_by": "root",
        }
    ]
    assert (found["quiz"]["on_at"], found["quiz"]["institutions"]) == (2, 3)
    assert found["orchard"]["requires"] == []


def test_what_was_registered_is_found_and_taken_out_again(orchard):
    assert sorted(activation.contributions("orchard")) == [("event", "enrolled.1"), ("job", "orchard_pruning")]
    for withdraw in activation.withdrawals:
        withdraw("orchard")
    assert activation.contributions("orchard") == []


@pytest.mark.django_db
def test_a_migration_that_has_not_run_is_missing():
    assert missing() == {}
    MigrationRecorder(connection).migration_qs.filter(app="quiz", name="0001_initial").delete()
    assert missing() == {"quiz": ["0001_initial"]}


def test_every_plugin_that_runs_fills_a_socket():
    from lms.foundation.plugins.plugin import loaded

    assert all(isinstance(plugin, Plugin) and activation.contributions(plugin.label) for plugin in loaded())


def test_a_place_in_the_bar_is_shown_where_the_plugin_is_on(orchard, academy, neighbour, omar, as_, now):
    with activation.plugging("orchard"):
        destinations.register(Destination("instructor", "Orchard", "sign-out", "learning", 99))
    switch(plugin="orchard", institution=academy, on=True, by=None, now=now)
    omar.refresh_from_db()
    address = f'href="{reverse("sign-out")}"'
    assert address in as_(omar).get("/teach/").content.decode()
    assert address not in as_(neighbour).get("/teach/").content.decode()

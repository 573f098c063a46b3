"""Which plugins there are, which can run, and why not, before any of them is loaded."""

import sys
from importlib import metadata

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import get_resolver

from lms.foundation.plugins.discovery import discover
from lms.foundation.plugins.manifest import Manifest, PersonalData, fault_of
from lms.settings.reserved_names import reserved

from .packages import write

pytestmark = pytest.mark.once
TAKEN = reserved([*settings.ABOVE_PLUGINS, *settings.BELOW_PLUGINS])


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A folder from which packages are imported."""
    monkeypatch.syspath_prepend(str(tmp_path))
    known = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - known:
        del sys.modules[name]


def found(*allowed: str, built_in: dict[str, str] | None = None):
    return {candidate.slug: candidate for candidate in discover(allowed, built_in=built_in or {}, reserved=TAKEN)}


def test_one_that_is_not_allowed_is_known_and_not_imported(shelf):
    write(shelf, "orchard", apps="raise SystemExit")
    orchard = found()["orchard"]
    assert (orchard.allowed, orchard.runs, orchard.distribution) == (False, False, "orchard-plugin")
    assert metadata.version(orchard.distribution) == "1.0"


def test_all_of_mafunzos_own_are_allowed_by_one_word(shelf):
    own = {"questions": "assessments.questions.apps:Questions", "quiz": "assessments.quiz.apps:QuizPlugin"}
    write(shelf, "orchard")
    allowed = found("built-in", "orchard", built_in=own)
    assert [slug for slug, one in allowed.items() if one.runs] == ["questions", "quiz", "orchard"]
    assert [slug for slug, one in found("quiz", built_in=own).items() if one.allowed] == ["quiz"]


def test_one_that_fits_runs(shelf):
    write(shelf, "orchard")
    orchard = found("orchard")["orchard"]
    assert (orchard.runs, orchard.problem, orchard.app) == (True, "", "orchard.apps.Orchard")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"apps": "import nothing_of_the_kind"},
            "The plugin “orchard” cannot be imported (ModuleNotFoundError). Install it anew",
        ),
        ({"apps": "x = ("}, "cannot be imported (SyntaxError)"),
        ({"apps": "x = 1"}, "cannot be imported (AttributeError)"),
        ({"apps": "class Orchard: manifest = 3"}, "has no manifest"),
        ({"api": ">=3.0"}, "asks for the plugin API “>=3.0”, and this is 2.0. Install a version of it that fits."),
        ({"api": "lots"}, "no range of versions"),
        ({"more": "languages='en',"}, "is wrong in “languages”"),
        ({"more": "settings=('X',),"}, "is wrong in “settings”"),
        (
            {"more": "requires=('lantern',),"},
            "needs “lantern”, which does not run. Put “lantern” into MAFUNZO_PLUGINS too.",
        ),
        ({"body": "label = 'other'"}, "calls itself “other”"),
        (
            {"body": "name = 'nowhere.to.be.found'; label = 'orchard'"},
            "says that its code is in “nowhere.to.be.found”, which is not there",
        ),
        ({"body": "name = 'courses'; label = 'orchard'"}, "is called “courses”, as something else here is already"),
    ],
)
def test_one_that_cannot_run_says_why_and_what_to_do(shelf, changes, sentence):
    write(shelf, "orchard", **changes)
    orchard = found("orchard")["orchard"]
    assert not orchard.runs
    assert sentence in orchard.problem
    assert str(shelf) not in orchard.problem


@pytest.mark.parametrize("slug", ["courses", "wagtailcore", "reports", "people"])
def test_one_that_is_called_like_an_app_or_an_address_is_refused(shelf, slug):
    write(shelf, slug, folder=f"{slug}_stand_in", body=f"label = '{slug}'")
    assert "Its author has to rename it." in found(slug)[slug].problem


def test_one_with_a_name_that_cannot_be_a_label_is_refused(shelf):
    write(shelf, "out-there", folder="out_there", body="label = 'out-there'")
    assert "needs another name" in found("out-there")["out-there"].problem


def test_one_that_is_not_installed_is_told(shelf):
    assert (
        found("ghost")["ghost"].problem
        == "The plugin “ghost” is not installed. Install its package, or take “ghost” out of MAFUNZO_PLUGINS."
    )


def test_two_by_one_name_are_both_refused(shelf):
    write(shelf, "orchard")
    write(shelf, "orchard", distribution="another-orchard", folder="another_orchard")
    assert "both bring a plugin called “orchard”" in found("orchard")["orchard"].problem


def test_each_comes_after_what_it_needs(shelf):
    write(shelf, "orchard", more="requires=('lantern',),")
    write(shelf, "lantern")
    assert [slug for slug, candidate in found("orchard", "lantern", "ghost").items() if candidate.runs] == [
        "lantern",
        "orchard",
    ]


def test_two_that_need_one_another_run(shelf):
    write(shelf, "orchard", more="requires=('lantern',),")
    write(shelf, "lantern", more="requires=('orchard',),")
    assert all(candidate.runs for candidate in found("orchard", "lantern").values())


def test_every_label_and_namespace_of_the_site_is_taken():
    plugins = {candidate.slug for candidate in settings.PLUGINS}
    labels = {config.label for config in apps.get_app_configs()} - plugins
    namespaces = {name for name in get_resolver().namespace_dict if not name.startswith("wagtail")} - plugins
    assert (labels | namespaces) - TAKEN == set()


def test_a_manifest_is_looked_through():
    kept = PersonalData("orchard.Tree", "owner", "Trees")
    assert fault_of(Manifest(name="Orchard", version="1.0", api=">=1", personal_data=(kept,))) == ""
    assert fault_of(Manifest(name="Orchard", version=1.0, api=">=1")) == "version"
    assert fault_of(Manifest(name="Orchard", version="1.0", api=">=1", personal_data=kept)) == "personal_data"

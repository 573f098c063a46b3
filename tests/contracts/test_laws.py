"""Each law lets a sound plugin be, and catches the breach that it is there for."""

import sys
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
from django.db import models
from django.test.utils import isolate_apps
from django.urls import include, path

from lms.foundation.plugins.contract import PluginContract, identity, names, records, source
from lms.foundation.plugins.contract.breach import Breach, hold
from lms.foundation.plugins.contract.subject import Entry, Subject
from lms.foundation.plugins.manifest import InstitutionSetting, PersonalData, Setting
from lms.learning.progress.models import Enrolment
from lms.people.directory.models import User

from . import toy as toys
from .toy import Guess, saying, write

pytestmark = pytest.mark.once

FILES = (
    identity.manifest,
    identity.institution_settings,
    identity.versions,
    identity.label,
    identity.languages,
    names.slugs,
    names.files,
    names.used_files,
)
SOURCE = (source.imports, source.environment, source.keys)


@pytest.fixture
def toy(tmp_path, monkeypatch) -> Subject:
    monkeypatch.syspath_prepend(tmp_path)
    return toys.make(tmp_path)


def said(law, subject) -> str:
    return "\n".join(law(subject))


@pytest.mark.parametrize("law", [*FILES, *SOURCE, names.addresses, names.tables, records.migrations])
def test_a_sound_plugin_breaks_no_law(db, law, toy):
    hold(law(toy))


class TestIdentity:
    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"name": ""}, "has no name"),
            ({"summary": " "}, "has no summary"),
            ({"settings": (Setting("DAYS", "3", ""),)}, "does not say what the setting DAYS is for"),
            ({"settings": (Setting("days", "3", "Days."),)}, "in capital letters"),
            (
                {"personal_data": (PersonalData("toy.Thing", "enrolment__learner", ""),)},
                "does not say what toy.Thing keeps",
            ),
        ],
    )
    def test_a_manifest_that_says_too_little(self, toy, changes, sentence):
        assert sentence in said(identity.manifest, saying(toy, **changes))

    @pytest.mark.parametrize(
        ("said_of_it", "sentence"),
        [
            ({"name": "Days"}, "small letters"),
            ({"name": "token-remove"}, "small letters"),
            ({"label": " "}, "has no label"),
            ({"kind": "date"}, "which there is not"),
            ({"kind": "choice"}, "has choices if"),
            ({"choices": (("a", "A"),)}, "has choices if"),
            ({"secret": True, "default": "abc"}, "which everybody could read in the source"),
            ({"secret": True, "kind": "number"}, "it is a text"),
            ({"name": "api_token"}, "sounds like a secret"),
            ({"kind": "number", "default": "3"}, "no value of its kind"),
        ],
    )
    def test_a_setting_of_institutions_that_nobody_can_fill_in(self, toy, said_of_it, sentence):
        one = InstitutionSetting(**{"name": "days", "label": "Days"} | said_of_it)
        assert sentence in said(identity.institution_settings, saying(toy, institution_settings=(one,)))

    def test_a_setting_of_institutions_that_is_declared_twice(self, toy):
        twice = (InstitutionSetting("days", "Days"), InstitutionSetting("days", "Days again"))
        assert "declared twice" in said(identity.institution_settings, saying(toy, institution_settings=twice))

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"api": ">=2.7,<3"}, "and this is 2.0"),
            ({"api": ">=2.0"}, "lets 3.0 in"),
            ({"version": "1.1"}, "the distribution that is installed is 1.0"),
        ],
    )
    def test_versions_that_do_not_fit(self, toy, changes, sentence):
        assert sentence in said(identity.versions, saying(toy, **changes))

    def test_an_entry_point_that_leads_elsewhere(self, toy):
        elsewhere = replace(toy, candidate=replace(toy.candidate, target="toy.other:Toy"))
        assert "leads to toy.other:Toy" in said(identity.versions, elsewhere)

    def test_a_label_that_is_not_the_slug(self, toy):
        assert "both have to be the same" in said(identity.label, replace(toy, label="toybox"))
        assert "small Latin letters" in said(identity.label, replace(toy, slug="To-y", label="To-y"))

    def test_a_language_without_a_catalogue(self, toy):
        assert "there is no so/LC_MESSAGES/django.mo" in said(identity.languages, saying(toy, languages=("en", "so")))
        assert "does not speak" in said(identity.languages, saying(toy, languages=("tlh",)))


class TestNames:
    def test_a_slug_of_somebody_else(self, toy):
        class Quiz(Guess):
            slug = "quiz"
            template = "quiz/quiz.html"
            script = "quiz/quiz.js"

        other = replace(toy, entries=(Entry("activity type", Quiz()),))
        assert "has to be called “toy_…”" in said(names.slugs, other)
        assert said(names.used_files, other).count("which is not its own") == 2

    @pytest.mark.parametrize("name", ["toybox", "toy2_guess", "a_toy"])
    def test_a_slug_that_only_looks_like_its_own(self, toy, name):
        other = replace(toy, entries=(Entry("job", type("Named", (), {"slug": name})()),))
        assert said(names.slugs, other)

    @pytest.mark.parametrize(
        ("file", "sentence"),
        [
            ("templates/wagtailadmin/base.html", "templates/wagtailadmin/base.html has to lie in templates/toy/"),
            ("static/mafunzo.css", "static/mafunzo.css has to lie in static/toy/"),
            ("templatetags/interface.py", "templatetags/interface.py has to be called “toy_….py”"),
            ("management/commands/demo.py", "management/commands/demo.py has to be called “toy_….py”"),
        ],
    )
    def test_a_file_in_the_place_of_somebody_else(self, toy, file, sentence):
        write(toy.root / file, "")
        assert sentence in said(names.files, toy)

    def test_a_template_that_builds_on_what_is_not_open_and_a_script_that_is_too_large(self, toy, monkeypatch):
        write(toy.root / "templates/toy/more.html", '{% include "progress/course.html" %}')
        assert "more.html uses the template “progress/course.html”" in said(names.used_files, toy)
        monkeypatch.setattr(Guess, "script", "toy/large.js")
        write(toy.root / "static/toy/large.js", "x" * 32_001)
        assert "has 32001 bytes, 32000 at most are allowed" in said(names.used_files, toy)


class TestAddresses:
    @pytest.fixture
    def with_urls(self, toy, monkeypatch):
        def make(*patterns: Any, module: str = "toy.urls", **more: Any) -> Subject:
            made = ModuleType(module)
            made.__dict__.update(urlpatterns=list(patterns), **more)
            monkeypatch.setitem(sys.modules, module, made)
            return saying(toy, urls=module)

        return make

    def test_names_are_given_once(self, with_urls):
        assert said(names.addresses, with_urls(path("", print, name="a"), path("b/", print, name="b"))) == ""
        assert "Two addresses" in said(
            names.addresses, with_urls(path("", print, name="a"), path("b/", print, name="a"))
        )
        assert "has no name" in said(names.addresses, with_urls(path("", print)))

    def test_the_namespace_is_the_slug(self, with_urls):
        assert "leave `app_name` out" in said(names.addresses, with_urls(app_name="learn"))
        nested = path("", include(([], "learn"), namespace="learn"))
        assert "opens the namespace “learn”" in said(names.addresses, with_urls(nested))

    def test_the_module_is_its_own(self, with_urls):
        assert "not the plugin's own" in said(names.addresses, with_urls(module="toybox_urls"))


class TestSource:
    @pytest.mark.parametrize(
        ("law", "line", "sentence"),
        [
            (
                source.imports,
                "from lms.learning.progress.journal.services import enrol",
                "imports enrol of lms.learning",
            ),
            (source.imports, "from lms.learning.progress.models.records import Event", "imports Event of lms.learning"),
            (source.imports, "import courses.catalogue.models", "imports courses.catalogue.models"),
            (source.imports, "from assessments.quiz.models import QuizPage", "imports QuizPage"),
            (source.imports, "from lms.foundation.plugins.runtime.registry import _registries", "imports _registries"),
            (source.imports, "def later():\n    from home import demo", "imports demo of home"),
            (source.environment, "DAYS = os.environ['DAYS']", "reads the environment"),
            (source.environment, "DAYS = os.getenv('DAYS')", "reads the environment"),
            (source.environment, "from os import environ", "reads the environment"),
            (source.environment, "DAYS = settings.TOY_DAYS", "reads settings.TOY_DAYS"),
            (source.environment, "DAYS = getattr(settings, 'TOY_DAYS', 3)", "reads settings.TOY_DAYS"),
            (
                source.environment,
                "from django.conf import settings as s\nDAYS = s.MAFUNZO_DAYS",
                "reads settings.MAFUNZO_DAYS",
            ),
            (source.environment, "DAYS = settings.PLUGIN_SETTINGS['quiz']", "not its own"),
            (source.environment, "ALL = settings.PLUGIN_SETTINGS", "not its own"),
            (source.environment, "ALL = settings_for('quiz', None)", "settings_for(“toy”, …) is"),
            (source.environment, "ALL = institution_settings.settings_for(WHOSE, None)", "settings_for(“toy”, …) is"),
            (source.environment, "WEEKS = settings_for('toy', None)['weeks']", "does not declare the setting weeks"),
            (
                source.environment,
                "DAYS = settings.PLUGIN_SETTINGS['toy']['WEEKS']",
                "does not declare the setting WEEKS",
            ),
            (source.keys, "def f(request):\n    request.session['seen'] = 1", "key in the session"),
            (source.keys, "def f(request):\n    return request.session.get('toybox')", "key in the session"),
            (source.keys, "def f(request):\n    return 'seen' in request.session", "key in the session"),
            (source.keys, "def f(request, key):\n    return request.session.pop(key)", "key in the session"),
            (source.keys, "cache.set('seen', 1)", "key in the cache"),
            (source.keys, "cache.get(key=f'{KEY}x'.lower())", "key in the cache"),
            (source.keys, "cache.set_many({'a': 1})", "key in the cache"),
            (source.keys, "from django.core.cache import caches as c\nc['default'].get('a')", "key in the cache"),
        ],
    )
    def test_catches(self, toy, law, line, sentence):
        write(toy.root / "views.py", f"{toys.SOUND}\n{line}\n")
        assert sentence in said(law, toy)

    def test_a_plugin_that_is_required_is_open(self, toy):
        write(toy.root / "views.py", "from assessments.questions.models import Category")
        assert said(source.imports, toy)
        assert said(source.imports, replace(toy, friends=("assessments.questions",))) == ""


class TestRecords:
    @pytest.fixture
    def with_models(self, toy):
        with isolate_apps("toy"):

            class Thing(models.Model):  # noqa: DJ008
                enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="+")

                class Meta:
                    app_label = "toy"

            class Part(models.Model):  # noqa: DJ008
                thing = models.ForeignKey(Thing, models.CASCADE)
                finder = models.ForeignKey(User, models.CASCADE, related_name="parts")

                class Meta:
                    app_label = "toy"
                    db_table = "people_part"

        return lambda *wanted: replace(toy, models=tuple({"Thing": Thing, "Part": Part}[name] for name in wanted))

    def test_what_is_declared_is_well(self, with_models):
        hold([*records.personal_data(with_models("Thing")), *names.tables(with_models("Thing"))])

    def test_a_relation_to_a_person_that_is_not_declared(self, with_models):
        found = said(records.personal_data, with_models("Thing", "Part"))
        assert "Part.finder leads to a person" in found
        assert "Part.thing leads to a person" in found, "over a row of its own too"

    @pytest.mark.parametrize(
        ("model", "person", "sentence"),
        [
            ("toy.Thing", "enrolment", "does not lead from toy.Thing to a person"),
            ("toy.Thing", "enrolment__nobody", "does not lead from toy.Thing to a person"),
            ("toy.Thing", "enrolment__course", "does not lead from toy.Thing to a person"),
            ("people.User", "pk", "which is no model of the plugin"),
        ],
    )
    def test_a_declaration_that_leads_nowhere(self, with_models, model, person, sentence):
        wrong = saying(with_models("Thing"), personal_data=(PersonalData(model, person, "Things."),))
        assert sentence in said(records.personal_data, wrong)

    def test_a_table_and_a_name_of_somebody_else(self, with_models):
        found = said(names.tables, with_models("Part"))
        assert "The table “people_part” of Part has to be called “toy_…”" in found
        assert "Part.finder adds “parts” to User" in found

    def test_a_missing_migration(self, db, monkeypatch):
        quiz = Subject.of("quiz")
        assert said(records.migrations, quiz) == ""
        field = next(model for model in quiz.models if model.__name__ == "QuizPage")._meta.get_field("pass_mark")
        monkeypatch.setattr(field, "help_text", "Something new.")
        assert "A migration is missing: Alter field pass_mark on quizpage" in said(records.migrations, quiz)


class TestSubject:
    @pytest.mark.parametrize(("slug", "sentence"), [("nowhere", "does not run"), ("", "does not run")])
    def test_a_plugin_that_does_not_run(self, slug, sentence):
        with pytest.raises(Breach, match=sentence):
            Subject.of(slug)

    def test_a_type_without_a_sample(self, toy):
        contract = PluginContract()
        contract.__dict__["subject"] = toy
        with pytest.raises(Breach, match="Give a sample for “toy_guess”"):
            contract.test_takes_answers()

"""V14: what a plugin keeps of people is found and erased where its code is gone."""

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, models

from lms.desks.privacy import declarations, erasure, export, missing_plugins, services
from lms.desks.privacy.models import Declaration, Remainder
from lms.foundation.plugins.manifest import Manifest, PersonalData
from lms.foundation.plugins.personal_data import Reader
from lms.foundation.plugins.plugin import Plugin
from lms.learning.progress.journal.services import enrol
from lms.learning.progress.models import Enrolment
from lms.people.directory.models import User
from tests.switchboard import orchard as code

from .misdeeds import know_no_others
from .mutation import held_by, instead

TABLES = (
    "CREATE TABLE orchard_tree (id integer PRIMARY KEY, enrolment_id bigint NOT NULL, note text, photo varchar(100))",
    "CREATE TABLE orchard_leaf (id integer PRIMARY KEY, tree_id integer NOT NULL)",
    "CREATE TABLE orchard_nest (id integer PRIMARY KEY, watcher_id bigint, words text, seen varchar(100))",
)
PERSONAL = (
    PersonalData("orchard.Tree", person="enrolment__learner", what="Trees.", fields=("note",), staff=("id",)),
    PersonalData(
        "orchard.Nest",
        person="watcher",
        what="Nests.",
        erased="kept without the person",
        fields=("words",),
        emptied={"words": "", "seen": {}},
    ),
)


class Orchard(Plugin):
    name = code.__name__
    label = "orchard"
    manifest = Manifest(name="Orchard", version="1.0", api=">=2.0,<3", personal_data=PERSONAL)


def models_of_the_plugin():
    class Tree(models.Model):  # noqa: DJ008  nobody reads it
        enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="+")
        note = models.TextField()
        photo = models.FileField()

        class Meta:
            app_label = "orchard"

    class Leaf(models.Model):  # noqa: DJ008  nobody reads it
        tree = models.ForeignKey(Tree, models.CASCADE, related_name="+")

        class Meta:
            app_label = "orchard"

    class Nest(models.Model):  # noqa: DJ008  nobody reads it
        watcher = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
        words = models.TextField()
        seen = models.JSONField()

        class Meta:
            app_label = "orchard"


@pytest.fixture
def plugin(db, monkeypatch):
    """A plugin with three tables, that runs."""
    know_no_others(monkeypatch)
    with connection.cursor() as cursor:
        for statement in TABLES:
            cursor.execute(statement)
    models_of_the_plugin()
    config = Orchard(code.__name__, code)
    config.models, config.apps = apps.all_models["orchard"], apps
    apps.app_configs["orchard"] = config
    apps.clear_cache()
    yield config
    forget()


def forget() -> None:
    apps.app_configs.pop("orchard", None)
    apps.all_models.pop("orchard", None)
    apps.clear_cache()


def ask(statement: str):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return sorted(cursor.fetchall()) if cursor.description else []


@pytest.fixture
def left(plugin, enrolment, abdi, course, now, settings, tmp_path):
    """Rows of two people and a photo; then the plugin was migrated, and uninstalled."""
    settings.MEDIA_ROOT = tmp_path
    enrol(people=[abdi], course=course, now=now)
    other = Enrolment.objects.get(learner=abdi)
    default_storage.save("tree.jpg", ContentFile(b"bark"))
    ask(f"INSERT INTO orchard_tree VALUES (1, {enrolment.pk}, 'My tree', 'tree.jpg'), (2, {other.pk}, 'His tree', '')")
    ask("INSERT INTO orchard_leaf VALUES (1, 1), (2, 2)")
    for pk, person in ((1, enrolment.learner_id), (2, abdi.pk)):
        ask(f"INSERT INTO orchard_nest VALUES ({pk}, {person}, 'My nest', '[1]')")
    declarations.store_declarations("default")
    forget()
    return enrolment.learner


def test_an_erasure_finds_the_rows_of_a_plugin_that_was_uninstalled(left):
    def erase() -> bool:
        erasure.erase(left)
        return (1, 1) in ask("SELECT id, 1 FROM orchard_tree")

    held_by(instead(missing_plugins, "declarations", lambda plugin="": []), attack=erase)
    erasure.erase(left)
    assert ask("SELECT id, note FROM orchard_tree") == [(2, "His tree")]
    assert ask("SELECT id FROM orchard_leaf") == [(2,)]
    assert ask("SELECT id, words, seen FROM orchard_nest") == [(1, "", "{}"), (2, "My nest", "[1]")]
    assert not default_storage.exists("tree.jpg")
    assert not Remainder.objects.exists()


def test_an_export_has_them_and_staff_get_no_more_than_was_said(left, now):
    def kinds(reader):
        held = export.export(left, reader=reader, now=now)["kinds"]
        return {kind["table"]: kind for kind in held if kind["table"].startswith("orchard.")}

    own = kinds(Reader.THE_PERSON)
    assert own["orchard.Tree"]["rows"] == [{"note": "My tree"}]
    assert own["orchard.Nest"]["rows"] == [{"words": "My nest"}]
    staff = kinds(Reader.STAFF)
    assert (staff["orchard.Nest"]["rows"], staff["orchard.Nest"]["number"]) == ([], 1)
    assert {(one.table, one.rows) for one in erasure.effects(left)} >= {("orchard.Tree", 1), ("orchard.Nest", 1)}


def test_what_cannot_be_reached_waits_and_is_told(left, now):
    ask("DROP TABLE orchard_leaf")
    erasure.erase(left)
    assert (1, "My tree") in ask("SELECT id, note FROM orchard_tree")
    assert services.remainders(now).status == "warning"
    ask(TABLES[1])
    assert services.erase_remainders(now=now) == 1
    assert ask("SELECT id FROM orchard_tree") == [(2,)]


def test_what_only_its_code_finds_waits_for_it(left, now):
    one = Declaration.objects.get(facts__table="orchard.Tree")
    one.facts["path"] = None
    one.save()
    erasure.erase(left)
    assert Remainder.objects.get().plugin == "orchard"
    kind = next(one for one in export.export(left, reader=Reader.THE_PERSON, now=now)["kinds"] if one["missing"])
    assert kind["table"] == "orchard.Tree"


def test_what_is_known_stays_until_the_tables_are_gone(left):
    declarations.store_declarations("default")
    assert Declaration.objects.filter(plugin="orchard").count() == 2
    for table in ("leaf", "tree", "nest"):
        ask(f"DROP TABLE orchard_{table}")
    declarations.store_declarations("default")
    assert not Declaration.objects.filter(plugin="orchard").exists()


def test_every_plugin_of_the_house_is_known_too(db):
    assert set(Declaration.objects.values_list("plugin", flat=True)) >= {"quiz", "questions"}

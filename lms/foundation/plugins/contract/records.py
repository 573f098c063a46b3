"""Laws on what a plugin keeps."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from ..manifest import PersonalData
from .subject import Subject, is_wagtails

ABOUT_PEOPLE = {
    "people.membership",
    "people.cohortmember",
    "progress.enrolment",
    "progress.attempt",
    "progress.event",
    "certificates.certificate",
}
"""Models of the house, besides the person, each of whose rows is about one person."""


_ABOUT_ROWS = {"learner", "person", "user", "enrolment", "attempt", "event", "certificate", "member", "membership"}
"""First steps to a person by which a row is about them, not only by them."""


def personal_data(subject: Subject) -> Iterator[str]:
    """Yield a sentence for each undeclared relation that leads to a person, so that all data of a person can be shown
    to them and erased.
    """
    declared = {(record.model.lower(), record.person.partition("__")[0]) for record in subject.manifest.personal_data}
    for model, field in _leading_to_people(subject.models):
        if (model._meta.label_lower, field) not in declared:
            yield (
                f"{model.__name__}.{field} leads to a person, and the manifest does not say so: add "
                f"PersonalData(“{model._meta.label}”, person=“{field}…”, what=…) to `personal_data`."
            )
    for record in subject.manifest.personal_data:
        yield from _misdeclared(record, subject)


def _leading_to_people(models: tuple[Any, ...]) -> list[tuple[Any, str]]:
    """Return the models with the relations that lead to a person, over rows of the plugin's own too.

    A row that somebody locked, as Wagtail's mixin has it, says who did, and is still not about a person.
    """
    about = {get_user_model()._meta.label_lower, *ABOUT_PEOPLE}
    while True:
        relations = [
            (model, field)
            for model in models
            for field in model._meta.local_fields + model._meta.local_many_to_many
            if field.is_relation
            and not getattr(field.remote_field, "parent_link", False)
            and field.related_model._meta.label_lower in about
        ]
        more = {model._meta.label_lower for model, field in relations if not is_wagtails(field)} - about
        if not more:
            return [(model, field.name) for model, field in relations if not model._meta.auto_created]
        about |= more


def _misdeclared(record: PersonalData, subject: Subject) -> Iterator[str]:
    model = next((one for one in subject.models if one._meta.label_lower == record.model.lower()), None)
    if model is None:
        yield f"The manifest declares personal data in {record.model}, which is no model of the plugin."
        return
    here: Any = model
    for name in record.person.split("__"):
        try:
            here = here._meta.get_field(name).related_model if here else None
        except FieldDoesNotExist:
            here = None
    if here is None or not issubclass(here, get_user_model()):
        yield f"“{record.person}” does not lead from {record.model} to a person."
    yield from _unknown_columns(record, model)
    yield from _given_to_staff_alone(record, model)
    yield from _texts_that_stay(record, model)


def _unknown_columns(record: PersonalData, model: Any) -> Iterator[str]:
    """Yield a sentence for each column shown, emptied or counted from that the model lacks."""
    columns = {column.name for column in model._meta.concrete_fields}
    named = {*(record.fields or ()), *record.emptied} | ({record.retention.column} if record.retention else set())
    for name in sorted(named - columns):
        yield f"The personal data of {record.model} name “{name}”, which is no column of it."


def _given_to_staff_alone(record: PersonalData, model: Any) -> Iterator[str]:
    """Yield a sentence for each column that staff get and the person does not."""
    if record.shown is None:
        columns = record.fields or [column.name for column in model._meta.concrete_fields]
        for name in sorted(set(record.staff) - set(columns)):
            yield f"The personal data of {record.model} give staff “{name}”, which the person does not get."


def _texts_that_stay(record: PersonalData, model: Any) -> Iterator[str]:
    """Yield a sentence for each free text of a row that stays and is about the person, unless it is emptied or code
    handles it.
    """
    if record.erased == "deleted" or record.erase is not None or record.person.partition("__")[0] not in _ABOUT_ROWS:
        return
    for column in model._meta.concrete_fields:
        if column.get_internal_type() == "TextField" and not column.choices and column.name not in record.emptied:
            yield (
                f"{model.__name__}.{column.name} is a text that stays when the person is erased: "
                f"name it in `emptied` of its PersonalData, or give `erase`."
            )


def migrations(subject: Subject) -> Iterator[str]:
    """Yield a sentence if the models are not as the migrations leave them."""
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    changes = detector.changes(graph=loader.graph, trim_to_apps={subject.slug}).get(subject.slug, [])
    for change in changes:
        for operation in change.operations:
            yield f"A migration is missing: {operation.describe()}. Run manage.py makemigrations {subject.slug}."

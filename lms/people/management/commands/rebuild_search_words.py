"""`manage.py rebuild_search_words`: what is kept of texts as they are compared, after the folding of text changed."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import models, transaction

from lms.foundation.database.folded import FoldedField
from lms.people.administration.records.search_index import index_people
from lms.people.administration.roster.models import ColumnMapping
from lms.people.administration.roster.parsing.headings import plain
from lms.people.directory.models import User

AT_ONCE = 1000


class Command(BaseCommand):
    help = "Writes the words by which people, cohorts and questions are found anew; lessons need no command."

    def handle(self, *args: object, **options: object) -> None:
        self._say(User, sum(_index(batch) for batch in _batches(User)))
        for mapping in ColumnMapping.objects.all():
            mapping.fields = {plain(title): field for title, field in mapping.fields.items()}
            mapping.save(update_fields=["fields"])
        for model in apps.get_models():
            columns = [field for field in model._meta.local_fields if isinstance(field, FoldedField)]
            if columns:
                self._say(model, sum(_fold(model, columns, batch) for batch in _batches(model)))

    def _say(self, model: type[models.Model], number: int) -> None:
        self.stdout.write(f"{model._meta.label}: {number}")


def _batches(model: type[models.Model]) -> Any:
    """Yield lists of the rows of `model` in the order of their keys, each in a transaction of its own."""
    last: Any = None
    while True:
        with transaction.atomic():
            rows = model._base_manager.order_by("pk")
            rows = rows if last is None else rows.filter(pk__gt=last)
            batch = list(rows.select_for_update(no_key=True)[:AT_ONCE])
            if not batch:
                return
            yield batch
            last = batch[-1].pk


def _index(people: list[User]) -> int:
    index_people(people)
    return len(people)


def _fold(model: type[models.Model], columns: list[FoldedField], rows: list[Any]) -> int:
    for row in rows:
        for column in columns:
            setattr(row, column.attname, column.folded(row))
    model._base_manager.bulk_update(rows, [column.name for column in columns])
    return len(rows)

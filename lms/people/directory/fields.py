"""A column that triggers write; what forms ask of lists of people."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

MOST = 2000
LONGEST = 100_000
"""Characters of such a list."""


def not_too_many(text: str) -> None:
    """Raise `ValidationError` for more service numbers than are looked up at once: each is a part of one statement."""
    number = sum(bool(line.strip()) for line in text.splitlines())
    if number > MOST:
        sentence = _(
            "The list has %(number)s service numbers. Write at most %(most)s at once, and the others after that."
        )
        raise ValidationError(sentence % {"number": number, "most": MOST})


class WrittenByTriggers(models.PositiveIntegerField):
    """A number that triggers of the database keep: saving a row leaves it as it is there, whatever the row was loaded
    with.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> object:
        return 0 if add else F(self.attname)

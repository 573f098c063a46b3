"""Names of people: by their primary keys, and beside a box to tick."""

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from .models import User


def names_of(people: Iterable[object]) -> dict[object, str]:
    """Return the names of people by primary key, without None. One statement."""
    return dict(User.objects.filter(pk__in={pk for pk in people if pk is not None}).values_list("pk", "name"))


def name_and_number(person: User, note: str = "") -> SafeString:
    """Name and service number, with a `note` beside it, as HTML for the label of a box to tick: each in its own
    direction, the number in one piece.
    """
    return render_to_string("people/name_and_number.html", {"person": person, "note": note})

"""What people are called: by their primary keys, and beside a box to tick."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from .models import User


def names_of(people: Iterable[Any]) -> dict[Any, str]:
    """The names of people by primary key, without None. One statement."""
    return dict(User.objects.filter(pk__in={pk for pk in people if pk is not None}).values_list("pk", "name"))


def name_and_number(person: User) -> SafeString:
    """Name and service number as HTML, for a label: each in its own direction, the number in one piece."""
    return format_html('<bdi>{}</bdi> · <bdi class="nowrap">{}</bdi>', person.name, person.service_number)

"""The choices of a filter as HTML, in a fifth of the time that the template engine takes."""

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from lms.foundation.interface.escaping import escaped


def options(choices: Iterable[Any]) -> SafeString:
    """Return an `option` for each of the `choices` (`fields.Option`), which is selected where it was chosen."""
    return mark_safe("".join([_option(choice) for choice in choices]))


def _option(choice: Any) -> str:
    selected = " selected" if choice.chosen else ""
    return f'<option value="{escaped(choice.value)}"{selected}>{escaped(choice.label)}</option>'

"""Forms that say what they were made from: one that arrives again, or late, undoes nothing that was saved meanwhile."""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _


class StaleCheckForm(forms.Form):
    """A form of what its `initial` says now.

    Where that is no longer what the page was made from, and what was filled in is something else, it is refused with
    both versions: what was filled in stays, and beside each field that differs stands what was saved.
    """

    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now, name = _digest(self.initial), self.add_prefix("was")
        self.initial = {**self.initial, "was": now}
        self.overtaken = self.is_bound and self.data.get(name, now) != now
        if self.overtaken:
            self.data = cast(QueryDict, self.data).copy()
            self.data[name] = now

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned.pop("was", None)
        self.overtaken = (self.overtaken and bool(self.changed_data)) or self.overtaken_inside()
        if self.overtaken:
            sentence = _(
                "Somebody else saved this form meanwhile, so your version was not saved yet. Both versions "
                "are below: change yours where theirs is right, then save again."
            )
            self.add_error(None, sentence)
            for name in self.changed_data:
                self.add_error(name, f"{_('Saved meanwhile:')} {self._saved(name)}")
        return cleaned

    @cached_property
    def changed_data(self) -> list[str]:
        """The fields in which something else stands than what was saved."""
        return [name for name in super().changed_data if not self.is_same(name)]

    def is_same(self, name: str) -> bool:
        """Return whether the text of a field equals the saved one, except for the ends of lines as browsers send
        them.
        """
        sent, saved = self[name].data, self.get_initial_for_field(self.fields[name], name)
        is_text = isinstance(sent, str) and isinstance(saved, str)
        return name == "was" or (is_text and _lines(sent) == _lines(saved))

    def overtaken_inside(self) -> bool:
        """Return whether another person saved the source of a part of the form that its fields do not know."""
        return False

    def _saved(self, name: str) -> str:
        """Give the saved values as a person reads them; a field may say how its own are `written`."""
        field, saved = self.fields[name], self.get_initial_for_field(self.fields[name], name)
        if hasattr(field, "written"):
            return field.written(saved) or "–"
        choices = {str(value): str(text) for value, text in getattr(field, "choices", ())}
        values = saved if isinstance(saved, list) else [saved]
        return ", ".join(choices.get(str(value), _written(value)) for value in values if value not in (None, "")) or "–"


def status_of(form: forms.BaseForm) -> HTTPStatus:
    """Give the status with which the page of a form is answered."""
    if not form.errors:
        return HTTPStatus.OK
    return HTTPStatus.CONFLICT if getattr(form, "overtaken", False) else HTTPStatus.UNPROCESSABLE_ENTITY


def _written(value: object) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(formats.localize(timezone.localtime(value) if isinstance(value, datetime) else value))


def _lines(text: str) -> list[str]:
    return text.strip().splitlines()


def _digest(initial: Mapping[str, object]) -> str:
    values = {name: sorted(map(str, one)) if isinstance(one, list) else str(one) for name, one in initial.items()}
    return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]

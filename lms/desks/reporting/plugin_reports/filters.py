"""The filters that a plugin's report declares, as a form: its choices and limits are those of the plugin."""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext as _

from lms.foundation.plugins.report import Param

from ..filters.fields import Choice, Day, FiltersForm


class DeclaredFilters(FiltersForm):
    """A field for each of `wanted`, whose words are read at once: what a plugin gives does not break a template."""

    def __init__(self, params: Mapping[str, str], wanted: Iterable[Param]) -> None:
        super().__init__(params, {param.name: _field(param) for param in wanted})

    @property
    def declared(self) -> dict[str, str]:
        """The parameters for the report. Raises `InvalidFilter` with all problems."""
        self.answers()
        return {name: value for name, value in self.params.items() if name in self.fields}


def _field(param: Param) -> forms.Field:
    label = _("%(filter)s:") % {"filter": param.label}
    if param.kind == "choice":
        options = [("", str(param.empty or _("all"))), *((value, str(text)) for value, text in param.choices)]
        return Choice(param.name, label, {value: value for value, _text in options[1:]}, lambda: options)
    return Day(label) if param.kind == "date" else forms.CharField(label=label, required=False)

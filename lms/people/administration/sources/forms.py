"""Form in which an administrator sets a source of people up."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.interface.fields import setting_field
from lms.foundation.interface.stale_forms import StaleCheckForm
from lms.foundation.plugins.people_sources.source import PeopleSource

from ..roster.forms import UploadForm
from ..roster.source_setup import SourceSetup
from .services import Choices

CHANGED = "-changed"
"""When it was set up last; in no field, so that another secret counts as a change."""


class SourceForm(StaleCheckForm):
    """A field for each option of `source`, the cohort, and whether it is read at night."""

    def __init__(
        self, data: Mapping[str, object] | None = None, *, source: PeopleSource, setup: SourceSetup | None
    ) -> None:
        known: dict[str, Any] = {"source-cohort": setup.cohort_name, "source-at_night": setup.at_night} if setup else {}
        values = setup.values if setup else {}
        super().__init__(data, initial={**values, **known, CHANGED: setup.changed_at if setup else None})
        self.source, self.setup = source, setup
        for one in source.fields:
            self.fields[one.name] = setting_field(one)
            self.fields[one.name].required = not one.secret and one.kind == "address"
            is_kept = setup is not None and one.name in setup.secrets
            kept = _("A secret is kept and not shown. Leave it empty to keep it.") if is_kept else ""
            self.fields[one.name].help_text = " ".join(filter(None, [str(one.help), kept]))
        self.fields["source-cohort"] = forms.CharField(
            label=gettext_lazy("Cohort"),
            required=False,
            max_length=120,
            help_text=UploadForm.base_fields["cohort"].help_text,
        )
        self.fields["source-at_night"] = forms.BooleanField(
            label=gettext_lazy("Read it each night too"),
            required=False,
            help_text=gettext_lazy("If people are new or changed you are told. Nothing is applied before you do it."),
        )

    def _saved(self, name: str) -> str:
        is_secret = any(one.name == name and one.secret for one in self.source.fields)
        return "–" if is_secret else super()._saved(name)

    @property
    def first_secret(self) -> str | None:
        """The name of the first field of a secret; None where there is none."""
        return next((one.name for one in self.source.fields if one.secret), None)

    @property
    def about(self) -> Choices:
        """The choices as `services.set_up` takes them."""
        cleaned, yes_no = self.cleaned_data, {"yes": True, "no": False}
        sent = {one: cleaned[one.name] for one in self.source.fields}
        return {
            "given": {one.name: yes_no.get(it) if one.kind == "yes or no" else it for one, it in sent.items()},
            "cohort_name": cleaned["source-cohort"],
            "at_night": cleaned["source-at_night"],
        }

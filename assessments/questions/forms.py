"""The form with which questions are edited."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from lms.plugins.question import questions


class QuestionForm(WagtailAdminModelForm):
    """The type is chosen among those installed; a question whose type is absent keeps it until another is chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            choices = [(kind.slug, kind.name) for kind in questions]
            if self.instance.kind not in questions:
                choices.append((self.instance.kind, self.instance.kind))
            self.fields["kind"] = forms.ChoiceField(label=self.fields["kind"].label, choices=choices)

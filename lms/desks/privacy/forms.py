"""Form of a privacy notice, for administrators."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from lms.people.directory.choices import Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.directory.tree import InstitutionChoiceField


class NoticeForm(forms.Form):
    """The institution, and the text in each language of the site; one at least."""

    institution = InstitutionChoiceField(label=gettext_lazy("Institution"), queryset=Institution.objects.none())

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["institution"])
        field.queryset, field.initial = (
            Institution.objects.visible_to(viewer, Role.ADMINISTRATOR),
            viewer.institution_id,
        )
        for code, language in settings.LANGUAGES:
            attrs = {"rows": 6, "lang": code, "dir": "rtl" if get_language_info(code)["bidi"] else "ltr"}
            self.fields[f"text_{code}"] = forms.CharField(
                label=format_lazy(gettext_lazy("Notice in {language}"), language=language),
                required=False,
                max_length=20_000,
                widget=forms.Textarea(attrs=attrs),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.texts:
            self.add_error("text_en", _("Write the notice in one language at least."))
        return cleaned

    @property
    def texts(self) -> dict[str, str]:
        texts = {code: self.cleaned_data.get(f"text_{code}", "") for code, _language in settings.LANGUAGES}
        return {code: text for code, text in texts.items() if text.strip()}

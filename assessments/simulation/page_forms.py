"""The form of a case: its file, and in which language that is."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.casework import FAULT
from courses.pages.forms import ReleasedPageForm

from .case_files import LARGEST, CaseFile, NotRead, read
from .saying import sentence


class CaseForm(ReleasedPageForm):
    """What is uploaded takes the place of what the page had in that language. In another language than the first the
    structure has to be the same.
    """

    file = forms.FileField(
        label=gettext_lazy("file of the case"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        help_text=gettext_lazy("JSON, as the documentation of cases says. It takes the place of the one before."),
    )
    language = forms.ChoiceField(label=gettext_lazy("language of the file"), required=False, choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = self.instance.locale.language_code if self.instance.locale_id else settings.LANGUAGE_CODE
        if "language" in self.fields:
            self.fields["language"].initial = self.own

    def clean_file(self) -> CaseFile | None:
        file = self.cleaned_data.get("file")
        if not file:
            return None
        try:
            case = read(file.read(LARGEST + 1))
        except NotRead as bad:
            raise ValidationError(
                _("At “%(place)s” the file is not as it has to be.") % {"place": bad.place}
                if bad.place
                else _("This is no file of a case. Choose a JSON file of up to 2 MB.")
            ) from bad
        if faults := [sentence(one) for one in case.findings if one.level == FAULT]:
            raise ValidationError(faults)
        return case

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        case, language = cleaned.get("file"), cleaned.get("language") or self.own
        page = self.instance
        if case is None:
            return cleaned
        if language != self.own and case.structure != page.structure:
            self.add_error("file", _("This is not the same case: only words may differ from language to language."))
            return cleaned
        page.structure = case.structure
        page.texts = {**page.texts, language: case.texts}
        page.findings = [[one.what, one.place, dict(one.values)] for one in case.findings]
        return cleaned

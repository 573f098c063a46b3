"""The form of a case: its file, in which language that is, and whether its author looked at what the checker asks."""

from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.casework import FAULT, read_texts
from courses.pages.forms import ReleasedPageForm
from courses.procedures.steps import procedure_choices
from lms.foundation.work.uploads import TOO_HEAVY

from ..page.case_files import LARGEST, CaseFile, NotRead, asked_of, checked, findings_of, read
from ..page.finding_texts import sentence
from ..pictures.services import store_pictures


class CaseForm(ReleasedPageForm):
    """Form that uploads a case in place of what the page had in that language. In another language than the first the
    structure has to be the same. A draft may have faults: they stop its publication.
    """

    file = forms.FileField(
        label=gettext_lazy("file of the case"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        help_text=gettext_lazy("JSON, as the documentation of cases says. The file takes the place of the one before."),
    )
    language = forms.ChoiceField(label=gettext_lazy("language of the file"), required=False, choices=settings.LANGUAGES)
    looked = forms.BooleanField(
        label=gettext_lazy("I looked at what the checker asks"),
        required=False,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.own = self.instance.locale.language_code if self.instance.locale_id else settings.LANGUAGE_CODE
        if known := self.fields.get("procedure"):
            choices = [("", "–"), *procedure_choices()]
            self.fields["procedure"] = forms.ChoiceField(
                choices=choices, required=False, label=known.label, help_text=known.help_text
            )
        if "language" in self.fields:
            self.fields["language"].initial = self.own

    def clean_file(self) -> CaseFile | None:
        file = self.cleaned_data.get("file")
        if not file:
            return None
        try:
            case = read(file.read(LARGEST + 1))
            return replace(case, structure=store_pictures(case.structure, case.pictures, now=timezone.now()))
        except NotRead as bad:
            if bad.heavy:
                raise ValidationError(TOO_HEAVY) from bad
            raise ValidationError(
                _("The file has an error at “%(place)s”.") % {"place": bad.place}
                if bad.place
                else _("The file is not a case. Choose a JSON file of up to 8 MB.")
            ) from bad

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (case := cleaned.get("file")) is not None:
            self._take(case, cleaned.get("language") or self.own)
        if cleaned.get("looked"):
            self.instance.warnings_read = asked_of(self.instance)
        if "file" not in self.errors and self.data.get("action-publish"):
            self._may_go_live()
        return cleaned

    def _take(self, case: CaseFile, language: str) -> None:
        page = self.instance
        if language != self.own and case.structure != page.structure:
            self.add_error("file", _("The file is not the same case: only words may differ from language to language."))
            return
        page.structure = case.structure
        page.texts = {**page.texts, language: case.texts}
        page.findings = checked(page.structure, page.texts, self.own, page.paths)

    def _may_go_live(self) -> None:
        """Say beside its field, before the page is published, what a release would refuse."""
        page = self.instance
        found, texts = findings_of(page), read_texts(page.texts.get(self.own, {}))
        if faults := [sentence(one, texts) for one in found if one.level == FAULT]:
            self.add_error("file", faults)
        elif asked_of(page) not in ("", page.warnings_read):
            self.add_error("looked", _("The checker asks something. Look at it, then tick this."))

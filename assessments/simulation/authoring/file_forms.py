"""The file that an author brings, read as it comes."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.casework.imports import Unreadable

from ..page.case_files import LARGEST, NotRead
from . import uploads
from .access import Desk
from .upload_texts import refusal


class FileForm(forms.Form):
    """`cleaned_data["file"]` is what was brought."""

    language = forms.ChoiceField(label=capfirst(gettext_lazy("language of the file")), choices=settings.LANGUAGES)
    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=255,
        help_text=gettext_lazy(
            "The case as JSON; or a spreadsheet (XLSX, CSV) with a row for each inject: time, from, to, text and "
            "expected action. A row with the ID of an inject changes that one."
        ),
        widget=forms.FileInput(attrs={"accept": ".json,.xlsx,.csv"}),
    )

    def __init__(self, at: Desk, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["language"] = at.language
        self.at = at

    def clean(self) -> dict[str, Any]:
        """Read here, where the language is known."""
        cleaned = super().clean() or {}
        file, language = cleaned.get("file"), cleaned.get("language", "")
        if not file or not language:
            return cleaned
        draft, title = self.at.draft, str(self.at.page.title)
        try:
            found = uploads.read_upload(file.read(LARGEST + 1), draft, language, title, now=timezone.now())
        except (NotRead, Unreadable) as bad:
            self.add_error("file", refusal(bad))
            return cleaned
        if language != draft.language and found.case.structure != draft.structure:
            self.add_error("file", _("This is not the same case: only words may differ from language to language."))
        return cleaned | {"file": found}

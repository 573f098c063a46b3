"""Forms about who signs the certificates of an institution, and how long these are valid."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import get_language, get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from courses.models import Course, Programme

from .services import SignatoryData

OTHERS = [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


class SignatoryForm(forms.Form):
    """Name, office and signature of somebody, and both texts in other languages where they are written differently."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    office = forms.CharField(
        label=gettext_lazy("Office"), max_length=120, help_text=gettext_lazy("Such as “Commandant of the academy”.")
    )
    file = forms.FileField(
        label=gettext_lazy("Picture of the signature"),
        required=False,
        help_text=gettext_lazy(
            "PNG, JPEG or WebP, up to 5 MB, best on a transparent ground. Without one, the signature is written by "
            "hand."
        ),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp"}),
    )

    def __init__(self, *args: Any, row: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"name": row.get("name", ""), "office": row.get("office", "")}
        for field, texts, label in (
            ("name", row.get("names", {}), gettext_lazy("Name in {language}")),
            ("office", row.get("offices", {}), gettext_lazy("Office in {language}")),
        ):
            for code, language in OTHERS:
                attrs = {"lang": code, "dir": "rtl" if get_language_info(code)["bidi"] else "ltr"}
                self.fields[f"{field}_{code}"] = forms.CharField(
                    label=format_lazy(label, language=language),
                    max_length=120,
                    required=False,
                    initial=texts.get(code, ""),
                    widget=forms.TextInput(attrs=attrs),
                )

    @property
    def about(self) -> SignatoryData:
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"],
            "names": {code: text for code, _language in OTHERS if (text := cleaned[f"name_{code}"])},
            "office": cleaned["office"],
            "offices": {code: text for code, _language in OTHERS if (text := cleaned[f"office_{code}"])},
        }


class ValidityForm(forms.Form):
    """One rule: for all courses, or for one course or programme."""

    course = forms.ChoiceField(label=gettext_lazy("Course or programme"), required=False)
    months = forms.IntegerField(
        label=gettext_lazy("Valid for (months)"),
        min_value=0,
        max_value=600,
        required=False,
        help_text=gettext_lazy("0: for ever. Empty: as the course says."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("May be renewed in the last (days)"),
        min_value=1,
        max_value=730,
        required=False,
        help_text=gettext_lazy("Empty: 60 days. The holder is reminded as these begin."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].choices = [("", _("All without a rule of their own")), *titles()]  # type: ignore[attr-defined]


def titles() -> list[tuple[str, str]]:
    """Return the ids and titles of released courses and of programmes, by title. Two statements."""
    language = get_language() or ""
    rows: list[Programme | Course] = [
        *Programme.objects.filter(open=True),
        *Course.objects.filter(release__isnull=False),
    ]
    return sorted(((str(row.pk), str(row.title_in(language))) for row in rows), key=lambda pair: pair[1].casefold())

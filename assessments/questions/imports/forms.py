"""Form for a file of questions before it is read."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from lms.foundation.plugins.content_format import content_formats
from lms.people.directory.tree import InstitutionChoiceField

from ..bank.categories import Category
from ..bank.forms import CategoryChoiceField, owners_for
from .sentences import tell
from .services import MOST_BYTES

if TYPE_CHECKING:
    from lms.people.directory.models import User


def format_choices() -> list[tuple[str, object]]:
    """Return the formats that are installed."""
    return [(kind.slug, kind.name) for kind in content_formats]


class ImportForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("File"), max_length=255)
    format = forms.ChoiceField(label=gettext_lazy("Format"), required=False)
    category = CategoryChoiceField(
        Category.objects.all(),
        label=gettext_lazy("Category"),
        required=False,
        empty_label=gettext_lazy("A new one, named like the file"),
        help_text=gettext_lazy("Categories that the file names are made below it."),
    )
    owner = InstitutionChoiceField(
        None,
        label=gettext_lazy("Owner"),
        required=False,
        empty_label=gettext_lazy("Shared with all"),
        help_text=gettext_lazy("Editors of this institution, of those above and of those below it see the questions."),
    )
    locale = forms.ModelChoiceField(
        Locale.objects.order_by("pk"),
        label=gettext_lazy("Language"),
        help_text=gettext_lazy("For questions whose language the file does not say."),
    )

    def __init__(self, *args: Any, person: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["format"]).choices = [("", _("Find out")), *format_choices()]
        cast(forms.ModelChoiceField, self.fields["owner"]).queryset = owners_for(person)
        self.fields["locale"].initial = Locale.objects.order_by("pk").first()
        cast(forms.ModelChoiceField, self.fields["locale"]).empty_label = None

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(tell("too-large", {"limit": str(MOST_BYTES // 1024 // 1024)}))
        return file

    def as_begun(self) -> dict[str, Any]:
        """Return the arguments of `importing.begin`."""
        data = self.cleaned_data
        return {name: data[name] for name in ("file", "format", "category", "owner", "locale")} | {
            "name": data["file"].name
        }

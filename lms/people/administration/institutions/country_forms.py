"""Forms of the countries of a site."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy

from ...directory.choices import Kind, RankBand, RoleFamily
from ...directory.countries import Country
from ...directory.institutions import Institution
from ...directory.models import User
from ...directory.tree import InstitutionChoiceField
from .country_services import CountryData
from .forms import LocalNamesForm

LONGEST_WORD, MOST_WORDS = 60, 200


class WordsField(forms.CharField):
    """Words of one kind, one on each line: a list without doubles."""

    def __init__(self, label: object) -> None:
        super().__init__(
            label=cast(str, label),
            help_text=gettext_lazy("One on each line."),
            required=False,
            max_length=20_000,
            widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "spellcheck": "false"}),
        )

    def prepare_value(self, value: object) -> object:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: object) -> list[str]:
        lines = (" ".join(line.split()) for line in super().clean(value).splitlines())
        found = list({line.casefold(): line for line in lines if line}.values())
        if len(found) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in found):
            sentence = gettext_lazy("Write at most %(most)s lines, each of at most %(longest)s characters.")
            raise forms.ValidationError(sentence % {"most": MOST_WORDS, "longest": LONGEST_WORD})
        return found

    def has_changed(self, initial: object, data: object) -> bool:
        return self.prepare_value(initial or "") != "\n".join(str(data or "").split("\r\n"))


class CountryForm(LocalNamesForm):
    """Names and time zone of a country, and the words of its lists of people."""

    field_order = ("code", "region", "name_en")

    def __init__(self, data: QueryDict | None, *, country: Country | None = None) -> None:
        held = country or Country()
        words = {f"rank_{band}": held.ranks.get(band, []) for band in RankBand.values}
        words |= {f"agency_{family}": held.agencies.get(family, []) for family in RoleFamily.values}
        initial = {**words, **({"timezone": country.timezone} if country else {})}
        super().__init__(data, names=held.names, initial=initial)
        self.fields["name_en"].required = True
        for band in RankBand:
            label = format_lazy(gettext_lazy("Ranks: {group}"), group=band.label)
            self.fields[f"rank_{band}"] = WordsField(label)
        for family in RoleFamily:
            label = format_lazy(gettext_lazy("Other names of the role family: {group}"), group=family.label)
            self.fields[f"agency_{family}"] = WordsField(label)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Refuse a rank that is in two bands: nobody could say which one it means."""
        cleaned = super().clean()
        seen: dict[str, RankBand] = {}
        for band in RankBand:
            for rank in cleaned.get(f"rank_{band}") or ():
                if other := seen.get(rank.casefold()):
                    sentence = gettext_lazy("“%(rank)s” is among %(other)s too. Keep it in one group.")
                    self.add_error(f"rank_{band}", sentence % {"rank": rank, "other": other.label})
                seen[rank.casefold()] = band
        return cleaned

    @property
    def about(self) -> CountryData:
        cleaned = self.cleaned_data
        return {
            "names": self.local_names,
            "timezone": cleaned["timezone"],
            "ranks": {band: words for band in RankBand.values if (words := cleaned[f"rank_{band}"])},
            "agencies": {one: words for one in RoleFamily.values if (words := cleaned[f"agency_{one}"])},
        }


class NewCountryForm(CountryForm):
    """A country that is added, with the region to whose institutions it belongs."""

    code = forms.CharField(
        label=capfirst(gettext_lazy("code")),
        max_length=2,
        help_text=gettext_lazy("Two letters by ISO 3166, such as KE. Telephone numbers and holidays go by it."),
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}),
    )
    region = InstitutionChoiceField(
        label=capfirst(gettext_lazy("belongs to")),
        queryset=Institution.objects.none(),
        empty_label="–",
        required=False,
        help_text=gettext_lazy("Academies are founded below it. Leave it empty if you add the institution later."),
    )

    def __init__(self, data: QueryDict | None, *, viewer: User) -> None:
        super().__init__(data)
        regions = Institution.objects.visible_to(viewer).filter(kind=Kind.REGION)
        cast(forms.ModelChoiceField, self.fields["region"]).queryset = regions

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip().upper()
        Country._meta.get_field("code").run_validators(code)
        return code

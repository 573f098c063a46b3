"""Names of this site for its role families and languages, in every language of the site."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from django.conf import settings
from django.utils.translation import get_language_info, gettext, override

from ...directory.choices import RoleFamily
from ...directory.countries import agency_words
from .parsing.headings import FIELDS, plain
from .parsing.values import Vocabulary
from .texts import FIELD_LABELS

_ALSO = {"amharic": "am", "arabic": "ar", "english": "en", "french": "fr", "oromo": "om", "afan oromo": "om"}


@cache
def labels() -> Mapping[str, str]:
    """Return the fields by this site's own names for them, in every language: the columns of its template have these
    names.
    """
    found: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found |= {plain(str(label)): field for field, label in FIELD_LABELS.items() if field in FIELDS}
    return found


def vocabulary() -> Vocabulary:
    """Return the words of this site, and those that its countries have for agencies."""
    known = _own_words()
    agencies = {plain(word): family for word, family in agency_words().items()}
    return replace(known, role_families={**agencies, **known.role_families})


@cache
def _own_words() -> Vocabulary:
    families = {plain(family.value): family.value for family in RoleFamily}
    languages = {name: code for name, code in _ALSO.items() if code in dict(settings.LANGUAGES)}
    for code, name in settings.LANGUAGES:
        info = get_language_info(code)
        languages |= {plain(text): code for text in (code, info["name"], info["name_local"], str(name))}
    for code, _name in settings.LANGUAGES:
        with override(code):
            families |= {plain(str(family.label)): family.value for family in RoleFamily}
            languages |= {plain(gettext(str(name))): known for known, name in settings.LANGUAGES}
    return Vocabulary(families, languages)

"""Meanings of headings that were chosen before, at an institution or above it."""

from collections.abc import Sequence

from ...directory.institutions import Institution
from .models import ColumnMapping
from .parsing.headings import plain
from .vocabulary import labels


def known_fields(institution: Institution) -> dict[str, str]:
    """Return fields by plain heading: the site's own names, then the closest word on each. One statement."""
    above = [int(pk) for pk in (institution.path or "").strip("/").split("/") if pk]
    known = dict(ColumnMapping.objects.filter(institution__in=above).values_list("institution", "fields"))
    return {**labels(), **{title: field for pk in above for title, field in known.get(pk, {}).items()}}


def save_mapping(institution: Institution, titles: Sequence[str], fields: Sequence[str]) -> None:
    """Remember that these headings mean these fields there and below."""
    mapping, _made = ColumnMapping.objects.select_for_update(no_key=True).get_or_create(institution=institution)
    mapping.fields |= {plain(title): field for title, field in zip(titles, fields, strict=True) if plain(title)}
    mapping.save()

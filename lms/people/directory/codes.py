"""Short codes of institutions, by which commands and files name them."""

from itertools import chain, count

from django.db.models import Q
from django.utils.text import slugify

from lms.foundation.interface.parsing import whole_number

from .institutions import Institution

LONGEST = 40


class Ambiguous(ValueError):
    """Several institutions have the name; `codes` tells them apart, each with where it stands."""

    def __init__(self, codes: list[tuple[str, str]]) -> None:
        super().__init__(", ".join(code for code, _place in codes))
        self.codes = codes


def code_for(name: str, kind: str) -> str:
    """Return a code made of `name` that no institution has. One statement."""
    base = slugify(name)[: LONGEST - 6].strip("-") or kind
    known = set(Institution.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for code in chain([base], (f"{base}-{number}" for number in count(2))) if code not in known)


def institution_called(text: str) -> Institution | None:
    """Return the institution with this code, id or name in any language, whatever its case; None if there is none.

    Raises `Ambiguous` where several have the name.
    """
    wanted = " ".join(text.split())
    direct = Q(code__iexact=wanted)
    if (number := whole_number(wanted)) is not None:
        direct |= Q(pk=number)
    if found := Institution.objects.filter(direct).order_by("-code").first():
        return found
    key = wanted.casefold()
    rows = Institution.objects.only("pk", "name", "names", "path", "code")
    named = [
        row for row in rows if key in {row.name.casefold(), *(str(name).casefold() for name in row.names.values())}
    ]
    if len(named) > 1:
        raise Ambiguous(
            [(row.code or str(row.pk), _place(row)) for row in sorted(named, key=lambda row: row.path or "")]
        )
    return named[0] if named else None


def _place(institution: Institution) -> str:
    """Return its name, and those of the institutions above it."""
    above = [int(pk) for pk in (institution.path or "").strip("/").split("/") if pk]
    names = dict(Institution.objects.filter(pk__in=above).values_list("pk", "name"))
    return " › ".join(names[pk] for pk in above if pk in names)

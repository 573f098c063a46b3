"""Previews of a design in each script: with the longest names of its institution on the screen, and with the longest
that every design has to hold for its checks.
"""

from collections.abc import Iterator, Mapping, Sequence

from django.core.cache import cache
from django.db.models.functions import Length
from django.utils import translation

from courses.models import Course
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User

from ..design.layout import Contents, Gap, Placed
from ..design.sheet import Element, Sheet
from ..paper import rendering
from ..paper.contents import contents_of
from ..paper.samples import sample
from ..paper.screen import drawn
from .choices import KINDS, LINES, SCRIPTS

_LETTERS = {"en": "[A-Za-zÀ-ɏ]", "ar": "[ء-ي]", "am": "[ሀ-ፚ]"}
"""Letters of the script of each language."""
_KEPT = 600
"""Seconds for which the longest names are kept: an editor draws anew after each change."""


def previews(sheet: Sheet, institution: Institution, viewer: User) -> list[dict[str, object]]:
    """Return the page in each script with the longest names of people of `institution` whom `viewer` may see, and
    made-up ones where there are none.
    """
    name = f"certificates:longest:{institution.pk}:{viewer.pk}"
    names = cache.get_or_set(name, lambda: longest_names(institution, viewer), _KEPT) or {}
    return [
        drawn(sheet, placed)
        | {"language": language, "script": script, "boxes": list(_boxes(sheet, placed, contents.right_to_left))}
        for (language, script), (contents, placed) in zip(
            SCRIPTS.items(), _pages(sheet, institution, names), strict=True
        )
    ]


def longest(sheet: Sheet, institution: Institution) -> list[Placed]:
    """Return all that stands on the pages with the longest names and titles that a design has to hold."""
    return [box for _contents, placed in _pages(sheet, institution, {}) for box in placed]


def longest_names(institution: Institution, viewer: User) -> dict[str, tuple[str, str]]:
    """Return by language the longest name that is written in its script, and the longest title of a course; "" where
    there is none.
    """
    people = User.objects.visible_to(viewer).filter(institution__in=Institution.objects.within(institution))
    names = people.order_by(Length("name").desc(), "pk").values_list("name", flat=True)
    courses = list(Course.objects.filter(release__isnull=False).only("titles"))
    return {
        language: (
            names.filter(name__regex=letters).first() or "",
            max((one.titles.get(language, "") for one in courses), key=len, default=""),
        )
        for language, letters in _LETTERS.items()
    }


def _pages(
    sheet: Sheet, institution: Institution, names: Mapping[str, Sequence[str]]
) -> Iterator[tuple[Contents, list[Placed]]]:
    for language in SCRIPTS:
        with translation.override(language):
            certificate = sample(language, institution, *names.get(language, ()))
            contents = contents_of(certificate, sheet, is_sample=True)
        yield contents, rendering.layout(sheet, contents)


def _boxes(sheet: Sheet, placed: Sequence[Placed], mirrored: bool) -> Iterator[dict[str, object]]:
    gaps = {box.source: box.name for box in placed if isinstance(box, Gap)}
    for number, element in enumerate(sheet.elements):
        x = sheet.width - element.x - element.w if mirrored else element.x
        yield {"element": element, "x": x, "label": _label(element), "gap": gaps.get(number, "")}


def _label(element: Element) -> str:
    """Return what the element is, in words."""
    if element.lines:
        return ", ".join(str(LINES.get(line, line)) for line in element.lines)
    return str(KINDS.get(element.kind, element.kind))

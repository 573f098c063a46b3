"""Cases that cite the steps of a procedure."""

from collections.abc import Iterator
from uuid import UUID

from courses.procedures.citations import Citation, page_citations

from ..page.compiler import steps_in
from .pages import CasePage


def citations(key: UUID) -> Iterator[Citation]:
    """Yield the steps that live cases cite of the procedure with this translation key."""
    pages = CasePage.objects.live().filter(alias_of=None, procedure=str(key)).order_by("pk")
    yield from page_citations((page, steps_in(page.structure)) for page in pages)

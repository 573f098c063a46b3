"""Programmes of the catalogue, brought up to date with their pages."""

from uuid import UUID

from ..catalogue.models import Programme
from ..pages.models import CoursePage, ProgrammePage
from ..pages.translations import Standings, language_of, source_of
from .compiling import free_slug


def refresh_programme(key: UUID) -> None:
    """Bring the catalogue's programme up to date with its live pages and the order of the
    courses below its source page.
    """
    pages = list(ProgrammePage.objects.filter(translation_key=key, alias_of=None).select_related("locale"))
    standings = Standings({key: pages}, drafts=())
    titles = {language_of(page): page.title for page in pages if page.live and standings.finished(page)}
    programme = Programme.objects.filter(pk=key).first()
    source = source_of(pages)
    if programme is None:
        if not titles:
            return
        programme = Programme(pk=key, slug=free_slug(Programme, source.slug))
    programme.open = bool(titles)
    programme.titles = titles or programme.titles
    if source is not None:
        children = CoursePage.objects.child_of(source).filter(alias_of=None).order_by("path")
        programme.courses = [str(child) for child in children.values_list("translation_key", flat=True)]
    programme.save()

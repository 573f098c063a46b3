"""Programmes of the catalogue, brought up to date with their pages."""

from typing import TypeVar
from uuid import UUID

from ..catalogue.models import Course, Programme
from ..pages.models import CoursePage, ProgrammePage
from ..pages.translations import VersionStates, language_of, source_of
from .compiler import free_slug

Named = TypeVar("Named", Course, Programme)


def refresh_programme(key: UUID) -> None:
    """Bring the catalogue's programme up to date with its live pages and the order of the
    courses below its source page.
    """
    pages = list(ProgrammePage.objects.filter(translation_key=key, alias_of=None).select_related("locale"))
    standings = VersionStates({key: pages}, drafts=())
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
        columns = ("translation_key", "required", "one_of", "country")
        rows = [(str(key), *its) for key, *its in children.values_list(*columns)]
        programme.courses = [key for key, *_its in rows]
        programme.required = [key for key, required, *_its in rows if required]
        names = dict.fromkeys(one_of for _key, required, one_of, _country in rows if required and one_of)
        groups = [[key for key, required, one_of, _country in rows if required and one_of == name] for name in names]
        programme.groups = [group for group in groups if len(group) > 1]
        programme.countries = {key: country for key, *_its, country in rows if country}
        name_refresher(programme, source.refresher)
    programme.save()
    Course.objects.filter(programme=programme).exclude(pk__in=programme.courses).update(programme=None)
    Course.objects.filter(pk__in=programme.courses).update(programme=programme)


def name_refresher(row: Named, key: UUID | None) -> Named:
    """Let the course with the id `key`, or none, renew the certificates of `row`, which its caller saves. Each course
    knows whether it is a refresher, so that completing any other one asks for nothing.
    """
    before, row.refresher = row.refresher, Course.objects.filter(pk=key).first() if key else None
    if row.refresher is not None:
        Course.objects.filter(pk=row.refresher.pk).update(is_refresher=True)
    if before is not None and before != row.refresher:
        others = [model.objects.filter(refresher=before).exclude(pk=row.pk) for model in (Course, Programme)]
        Course.objects.filter(pk=before.pk).update(is_refresher=any(one.exists() for one in others))
    return row


def new_course(page: CoursePage) -> Course:
    """Return the catalogue's course for the page of one that is released for the first time."""
    programme = Programme.objects.filter(pk=page.get_parent().translation_key).first()
    return Course.objects.create(pk=page.translation_key, slug=free_slug(Course, page.slug), programme=programme)

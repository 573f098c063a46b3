"""Mark of the courses that have a package: it stands in the catalogue, where pages of learners read it at no cost."""

from typing import Any
from uuid import UUID

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from ..catalogue.models import Course, Release
from ..pages.guides import GuidePage
from ..pages.models import CoursePage
from .services import released


def note_package(key: UUID) -> None:
    """Note whether the course with this translation key has a published package."""
    guides = GuidePage.objects.of_courses(CoursePage.objects.filter(translation_key=key))
    Course.objects.filter(pk=key).update(has_package=guides.exists())


@receiver(page_published, sender=GuidePage)
@receiver(page_unpublished, sender=GuidePage)
@receiver(post_delete, sender=GuidePage)
def _on_change(sender: type, instance: GuidePage, **_kwargs: object) -> None:
    for above in CoursePage.objects.filter(path=instance.path[: -Page.steplen]):
        note_package(above.translation_key)


@receiver(post_page_move, sender=GuidePage)
def _on_moved(
    sender: type, instance: GuidePage, parent_page_before: Page, parent_page_after: Page, **_kwargs: object
) -> None:
    for parent in (parent_page_before, parent_page_after):
        note_package(parent.translation_key)


@receiver(post_delete, sender=CoursePage)
def _on_course_deleted(sender: type, instance: CoursePage, **_kwargs: object) -> None:
    note_package(instance.translation_key)


@receiver(released)
def _on_released(sender: type, release: Release, **_kwargs: Any) -> None:
    note_package(release.course_id)

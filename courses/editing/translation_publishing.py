"""“Publish” in the editor of translations, and at the other doors of wagtail-localize: it leads to the effect,
as for every page.
"""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views.update_translations import UpdateTranslationsView

from ..catalogue.models import Course
from ..pages.forms import course_key
from ..pages.models import CoursePage, ReleasedPage
from ..pages.translation_sources import TranslatedFrom
from ..pages.translations import language_of
from ..publishing.course_drafts import may_look
from ..publishing.publishing_rights import may_publish
from ..publishing.services import source_page
from .release.views import address_of, confirm

if TYPE_CHECKING:
    from django.forms import BaseForm


def publish_translation(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Publish a translation. Before the editor of translations publishes: what is translated becomes a draft, and where
    a release has to be decided on, its effect is shown first. What changes nothing for learners goes live at once, and
    the sentence says what they read.
    """
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    if isinstance(instance, Page) and (instance.alias_of_id or not isinstance(instance, ReleasedPage)):
        return None
    own = Translation.objects.filter(
        source__object_id=instance.translation_key, target_locale=instance.locale_id, enabled=True
    )
    translation = own.select_related("source__locale", "target_locale").first()
    if translation is None:
        return None
    if not may_publish(translation, instance, request.user):
        raise PermissionDenied
    return _published(request, translation, instance) or redirect(request.path)


def _published(request: HttpRequest, translation: Translation, instance: Any) -> HttpResponse | None:
    try:
        with transaction.atomic():
            translation.save_target(user=request.user, publish=False)
    except ValidationError:
        messages.error(
            request, _("Some translations cannot be used as they are. Mend what is marked below, then publish again.")
        )
        return None
    draft = type(instance)._default_manager.get(pk=instance.pk)
    if isinstance(draft, Page) and (answer := confirm(request, draft)):
        return answer
    draft.latest_revision.publish(user=request.user)
    _tell(request, translation, draft)
    return None


def _tell(request: HttpRequest, translation: Translation, draft: Any) -> None:
    origin = TranslatedFrom.objects.get(pk=draft.latest_revision_id)
    texts = {"title": draft, "language": translation.target_locale.get_display_name()}
    if not origin.missing:
        messages.success(request, _("“%(title)s” is published in %(language)s.") % texts)
        return
    sentence = ngettext(
        "“%(title)s” is published in %(language)s, but %(count)s text in it has no translation.",
        "“%(title)s” is published in %(language)s, but %(count)s texts in it have no translation.",
        origin.missing,
    ) % {**texts, "count": origin.missing}
    reading = _("Learners keep the last complete version in %(language)s until a complete one is released.")
    if not _is_released(draft):
        reading = _("Learners read it in %(source)s until a complete version is released.")
    messages.warning(
        request, f"{sentence} {reading % {**texts, 'source': translation.source.locale.get_display_name()}}"
    )


def _is_released(page: Page) -> bool:
    """Return whether the release that learners have contains the page in its language."""
    key = course_key(page) if isinstance(page, Page) else None
    course = Course.objects.filter(pk=key, release__isnull=False).select_related("release").first() if key else None
    if course is None or course.release is None:
        return False
    outline = course.release.outline
    entry = outline.by_id(str(page.translation_key))
    if isinstance(page, CoursePage):
        return language_of(page) in outline.titles
    return entry is not None and language_of(page) in entry.titles


class UpdateTranslations(UpdateTranslationsView):
    """wagtail-localize publishes every translation of a page at once.

    Here they become drafts, and the effect is shown.
    """

    def form_valid(self, form: "BaseForm") -> HttpResponse:
        page = self.object.get_source_instance()
        key = course_key(page) if isinstance(page, ReleasedPage) else None
        course = source_page(key) if key else None
        if (
            not form.cleaned_data["publish_translations"]
            or key is None
            or course is None
            or not may_look(self.request.user, course)
        ):
            return super().form_valid(form)
        form.cleaned_data["publish_translations"] = False
        super().form_valid(form)
        return redirect(address_of(key, *self._drafts()))

    def _drafts(self) -> list[Page]:
        """Return the translations as drafts; without those in which something cannot be used as it is."""
        targets = []
        for translation in self.object.translations.filter(enabled=True).select_related("target_locale"):
            try:
                with transaction.atomic():
                    translation.save_target(user=self.request.user, publish=False)
            except ValidationError:
                continue
            targets.append(translation.get_target_instance())
        return targets

"""Translators hand in what they have translated: it becomes a draft,
which is handed in and decided on like every other.
"""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import DraftStateMixin, Page, WorkflowMixin
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import user_can_edit_instance

from ..pages.forms import course_key
from ..pages.source_text import text_of
from ..pages.translation_sources import TranslatedFrom
from ..pages.translations import language_of
from ..publishing.publishing_rights import target_of
from ..publishing.translation_versions import missing_texts
from .translation_tasks import address_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from lms.people.directory.models import User


@require_POST
def hand_in_translation(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Save the current translation as a draft where there is none of it yet; for a page, go on to handing in its
    course.
    """
    translation = get_object_or_404(
        Translation.objects.select_related("source", "target_locale"), pk=translation_id, enabled=True
    )
    target = target_of(translation)
    if not isinstance(target, DraftStateMixin) or getattr(target, "alias_of_id", None):
        raise Http404
    if not user_can_edit_instance(request.user, target):
        raise PermissionDenied
    try:
        with transaction.atomic():
            save_what_is_new(translation, target, by=request.user)
    except ValidationError:
        messages.error(
            request, _("Some translations cannot be used as they are. Mend what is marked below, then hand in again.")
        )
        return redirect(address_of(target))
    target.refresh_from_db()
    if not target.has_unpublished_changes:
        messages.info(request, _("There is nothing to hand in: what is translated is published."))
        return redirect(address_of(target))
    return _handed_in(request, target)


def save_what_is_new(translation: Translation, target: Any, *, by: "AnonymousUser | User") -> bool:
    """Make a draft of what is translated, unless the latest version says the same and was made from the same source."""
    source = translation.source
    origin = TranslatedFrom.objects.filter(pk=target.latest_revision_id).first()
    draft = source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    now = (text_of(source.as_instance()), missing_texts(source, translation.target_locale), text_of(draft))
    if origin is not None and now == (origin.text, origin.missing, text_of(target.get_latest_revision_as_object())):
        return False
    translation.save_target(user=by, publish=False)
    return True


def _handed_in(request: HttpRequest, target: Any) -> HttpResponse:
    key = course_key(target) if isinstance(target, Page) else None
    if key is not None:
        return redirect(f"{reverse('courses_hand_in', args=[key])}?{urlencode({'language': language_of(target)})}")
    workflow = target.get_workflow() if isinstance(target, WorkflowMixin) else None
    if workflow is None:
        messages.success(request, _("The translation is kept as a draft, where a person who may publish it finds it."))
    elif target.current_workflow_state is None:
        workflow.start(target, request.user)
        messages.success(request, _("Handed in. A person who may publish it looks at it and decides."))
    else:
        messages.info(request, _("The translation waits for review already."))
    return redirect(address_of(target))

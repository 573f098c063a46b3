"""The desk of translators: what waits in their languages, by course, and each text beside its source."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import DraftStateMixin, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.views.edit_translation import user_can_edit_instance

from ..pages.terms import Term
from ..publishing.publishing_rights import may_publish, target_of
from .sections import Group, Row, joined, since
from .translation_submission import hand_in_translation, save_what_is_new
from .translation_tasks import TranslationTask, address_of, tasks

LONGEST = 20_000
"""Characters of one translated text."""


@dataclass(frozen=True)
class Text:
    """One text of the source, with its translation where there is one, and the glossary's words in it with theirs."""

    segment: StringSegment
    written: str
    terms: Sequence[tuple[str, str]]

    @property
    def name(self) -> str:
        """The name of its field in the form."""
        return f"text-{self.segment.pk}"

    @property
    def rows(self) -> int:
        """The height of its field, in lines."""
        return min(2 + max(len(self.segment.string.data), len(self.written)) // 60, 14)


def waiting(user: object) -> list[tuple[TranslationTask, int | None]]:
    """Return the tasks of `user`, each with the id of its translation; one statement more than `tasks`."""
    found = tasks(user)
    rows = Translation.objects.filter(source__object_id__in={one.row.translation_key for one in found}, enabled=True)
    known = {(key, locale): pk for key, locale, pk in rows.values_list("source__object_id", "target_locale", "pk")}
    return [(one, known.get((one.row.translation_key, one.row.locale_id))) for one in found]


def next_text(user: object, *, but: int | None = None) -> str | None:
    """Return the address of the first text that waits for `user`, but for the translation `but`."""
    for _task, pk in waiting(user):
        if pk is not None and pk != but:
            return reverse("courses_translate", args=[pk])
    return None


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for the viewer, by course, since when."""
    found = waiting(request.user)
    pages = [task.row for task, _pk in found if isinstance(task.row, Page)]
    parents = Page.objects.filter(path__in={page.path[: -Page.steplen] for page in pages})
    titles = {page.path: page.get_admin_display_title() for page in parents.select_related("locale")}
    groups: dict[str, list[Row]] = {}
    for task, pk in found:
        path = task.row.path[: -Page.steplen] if isinstance(task.row, Page) else ""
        url = reverse("courses_translate", args=[pk]) if pk is not None else task.address
        row = Row(task.title, url, joined(task.language, task.standing, since(task.standing.older_since)))
        groups.setdefault(titles.get(path, ""), []).append(row)
    context = {
        "groups": [Group(rows, title) for title, rows in groups.items()],
        "next": next((row.url for rows in groups.values() for row in rows), None),
    }
    return TemplateResponse(request, "courses/admin/translation_desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def translate(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Show the texts of one page or row beside their source; POST keeps what is written, and hands it in or goes on to
    the next where that is asked.
    """
    translation, target = _to_translate(request, translation_id)
    texts = list(texts_of(translation))
    if request.method == "POST":
        keep(translation, texts, request.POST, by=request.user)
        if "hand-in" in request.POST:
            return hand_in_translation(request, translation.pk)
        put_into_draft(request, translation, target)
        following = next_text(request.user, but=translation.pk) if "next" in request.POST else None
        return redirect(following or request.path)
    context = {
        "translation": translation,
        "target": target,
        "title": target.get_admin_display_title() if isinstance(target, Page) else str(target),
        "texts": texts,
        "lacking": sum(not one.written for one in texts),
        "editor": address_of(target),
        "may_hand_in": not may_publish(translation, target, request.user),
    }
    return TemplateResponse(request, "courses/admin/translate.html", context)


def _to_translate(request: HttpRequest, translation_id: int) -> tuple[Translation, Any]:
    """Return the translation and the page or row that holds it. Raises `Http404` where the viewer may not edit that."""
    rows = Translation.objects.select_related("source__locale", "target_locale")
    translation = get_object_or_404(rows, pk=translation_id, enabled=True)
    target: Any = target_of(translation)
    is_draft = isinstance(target, DraftStateMixin) and not getattr(target, "alias_of_id", None)
    if not is_draft or not user_can_edit_instance(request.user, target):
        raise Http404
    return translation, target


def put_into_draft(request: HttpRequest, translation: Translation, target: object) -> None:
    """Put what is kept into a draft once every text is translated, so that the dashboard offers to hand it in; tell how
    far it is.
    """
    if not all(one.written for one in texts_of(translation)):
        messages.success(request, _("Kept. Hand it in when all of it is translated."))
        return
    try:
        with transaction.atomic():
            save_what_is_new(translation, target, by=request.user)
    except ValidationError:
        messages.error(request, _("Some translations cannot be used as they are: look at “Pictures, files and links”."))
    else:
        messages.success(request, _("All of it is translated. Hand it in."))


def texts_of(translation: Translation) -> Iterator[Text]:
    """Yield the texts of the source in their order; four statements."""
    segments = StringSegment.objects.filter(source=translation.source).select_related("string").order_by("order", "pk")
    known = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale
    )
    written = {(row.translation_of_id, row.context_id): row.data for row in known}
    glossary = list(_glossary(translation))
    for segment in segments:
        terms = [(word, other) for pattern, word, other in glossary if pattern.search(segment.string.data)]
        yield Text(segment, written.get((segment.string_id, segment.context_id), ""), terms)


def _glossary(translation: Translation) -> Iterator[tuple[re.Pattern[str], str, str]]:
    """Yield a pattern for each word of the glossary in the source's language, the word, and that of the translation."""
    rows = Term.objects.filter(live=True)
    others = dict(rows.filter(locale=translation.target_locale).values_list("translation_key", "term"))
    for term in rows.filter(locale=translation.source.locale, translation_key__in=others).order_by("term", "pk"):
        wordings = "|".join(re.escape(one) for one in sorted(term.wordings, key=len, reverse=True))
        yield re.compile(rf"(?<!\w)(?:{wordings})(?!\w)", re.IGNORECASE), term.term, others[term.translation_key]


@transaction.atomic
def keep(translation: Translation, texts: Sequence[Text], sent: Mapping[str, str], *, by: Any) -> int:
    """Keep the translations that were `sent` and differ from what is there; an empty one is taken away.

    Returns how many changed.
    """
    changed = 0
    for one in texts:
        value = sent.get(one.name, one.written).strip()[:LONGEST]
        if value == one.written:
            continue
        place = {
            "translation_of_id": one.segment.string_id,
            "context_id": one.segment.context_id,
            "locale_id": translation.target_locale_id,
        }
        if value:
            manual = StringTranslation.TRANSLATION_TYPE_MANUAL
            fields = {"data": value, "translation_type": manual, "tool_name": "", "last_translated_by": by}
            StringTranslation.objects.update_or_create(
                **place, defaults={**fields, "has_error": False, "field_error": ""}
            )
        else:
            StringTranslation.objects.filter(**place).delete()
        changed += 1
    return changed

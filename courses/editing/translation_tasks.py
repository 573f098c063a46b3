"""Tasks of translators: translations that are older than their source, lack texts, or are not published."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import quote
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import DraftStateMixin, Page, get_translatable_models
from wagtail.permissions import page_permission_policy
from wagtail.snippets.permissions import get_permission_name
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from ..access.rows import visible
from ..pages.translation_sources import TranslatedFrom

if TYPE_CHECKING:
    from django.db.models import Model

MOST = 20


@dataclass(frozen=True)
class TranslationStatus:
    """State of one translation: since when it is older than its source, how many texts lack a translation now, what is
    published.
    """

    older_since: datetime | None = None
    lacking: int = 0
    published: bool = True
    has_draft: bool = False

    def __str__(self) -> str:
        return " · ".join(self._reasons()) or _("Up to date")

    def _reasons(self) -> Iterator[str]:
        if self.older_since is not None:
            yield _("Out of date since %(day)s") % {
                "day": date_format(localtime(self.older_since), "SHORT_DATE_FORMAT")
            }
        if self.lacking:
            yield ngettext("%(count)s text to translate", "%(count)s texts to translate", self.lacking) % {
                "count": self.lacking
            }
        if not self.published:
            yield _("Not published yet")
        elif self.has_draft:
            yield _("A draft is not published yet")


@dataclass(frozen=True)
class TranslationTask:
    """A translation that somebody can work on."""

    title: str
    language: str
    address: str
    standing: TranslationStatus
    row: Any
    """The page or row that holds it."""


def standings(translations: Sequence[Translation]) -> dict[int, TranslationStatus]:
    """Return the state of each of these translations, by its id: three statements, and one for each type of object that
    is translated.
    """
    lacking = _lacking(translations)
    targets = {one.pk: _target(one, rows) for rows in [_rows(translations)] for one in translations}
    origins = TranslatedFrom.objects.by_revision(
        target.live_revision_id for target in targets.values() if target is not None
    )
    return {one.pk: _standing(targets[one.pk], origins, lacking[one.pk]) for one in translations}


def _standing(target: Any, origins: dict[int, TranslatedFrom], lacking: int) -> TranslationStatus:
    if target is None:
        return TranslationStatus(lacking=lacking, published=False)
    its = origins.get(target.live_revision_id) if target.live else None
    return TranslationStatus(its.older_since if its else None, lacking, target.live, target.has_unpublished_changes)


def _lacking(translations: Sequence[Translation]) -> dict[int, int]:
    """Return how many texts of each have no translation now."""
    wanted: dict[int, list[tuple[int, int]]] = {}
    for source, string, context in StringSegment.objects.filter(
        source__in={one.source_id for one in translations}
    ).values_list("source", "string", "context"):
        wanted.setdefault(source, []).append((string, context))
    keys = {one.source.object_id for one in translations}
    done = set(
        StringTranslation.objects.filter(context__object_id__in=keys, has_error=False).values_list(
            "translation_of", "context", "locale"
        )
    )
    return {
        one.pk: sum((*pair, one.target_locale_id) not in done for pair in wanted.get(one.source_id, ()))
        for one in translations
    }


def _rows(translations: Sequence[Translation]) -> dict[tuple[Any, int, Any], Any]:
    """Return the objects that hold the translations, by type, key and language."""
    rows: dict[tuple[Any, int, Any], Any] = {}
    for model in {_model(one) for one in translations} - {None}:
        keys = [one.source.object_id for one in translations if _model(one) is model]
        for row in model._default_manager.filter(translation_key__in=keys).select_related("locale"):
            rows[(model, row.locale_id, row.translation_key)] = row
    return rows


def _target(translation: Translation, rows: dict[tuple[object, int, object], object]) -> Any:
    return rows.get((_model(translation), translation.target_locale_id, translation.source.object_id))


def _model(translation: Translation) -> Any:
    """Return the model with drafts whose row holds it; None of what has none."""
    model = translation.source.specific_content_type.model_class()
    if model is None or not issubclass(model, DraftStateMixin):
        return None
    return Page if issubclass(model, Page) else model


def tasks(user: object, *, without: Collection[object] = ()) -> list[TranslationTask]:
    """Return the tasks that `user` can translate, twenty at most: those that are older for longest first, then those
    begun; a fixed number of statements.

    Rows of the models `without` are left out.
    """
    mine = page_permission_policy.instances_user_has_permission_for(user, "change")
    older = [
        *_older(mine),
        *(row for model in _snippets(user) if model not in without for row in _older(visible(model, user))),
    ]
    older = sorted(older, key=lambda row: row.older_since)[:MOST]
    known = {(row.translation_key, row.locale_id) for row in older}
    begun = [one for one in _begun(mine) if (one.source.object_id, one.target_locale_id) not in known]
    begun = begun[: MOST - len(older)]
    standing, rows = standings([*begun]), _rows(begun)
    found = [_task(row, TranslationStatus(row.older_since)) for row in older]
    for one in begun:
        target = _target(one, rows)
        if target is not None:
            found.append(_task(target, standing[one.pk]))
    return found


def older_rows(user: object, model: Any) -> list[TranslationTask]:
    """Return the rows of `model` that are older than their source and that `user` may edit, twenty at most, the oldest
    first; one statement.
    """
    rows = _older(visible(model, user)) if model in _snippets(user) else []
    return [_task(row, TranslationStatus(row.older_since)) for row in rows]


def _older(rows: "QuerySet[Model]") -> QuerySet[Any]:
    """Return those `rows` that are older than their source, the longest first."""
    older = TranslatedFrom.objects.exclude(older_since=None)
    rows = rows.filter(live=True, live_revision__in=older.values("pk")).select_related("locale")
    return rows.annotate(older_since=older.filter(pk=OuterRef("live_revision")).values("older_since")[:1]).order_by(
        "older_since"
    )[:MOST]


def _snippets(user: Any) -> list[Any]:
    """Return the models other than pages that are translated and that `user` may edit."""
    models = [
        model
        for model in get_translatable_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    return [model for model in models if user.has_perm(get_permission_name("change", model))]


def _begun(mine: QuerySet[Page]) -> QuerySet[Translation]:
    """Return translations of pages in which texts lack a translation."""
    translated = StringTranslation.objects.filter(
        translation_of=OuterRef("string"), context=OuterRef("context"), locale=OuterRef("target"), has_error=False
    )
    lacking = (
        StringSegment.objects.filter(source=OuterRef("source"))
        .annotate(target=OuterRef("target_locale"))
        .filter(~Exists(translated))
    )
    own = mine.filter(translation_key=OuterRef("source__object_id"), locale=OuterRef("target_locale"), alias_of=None)
    translations = Translation.objects.filter(Exists(lacking), Exists(own), enabled=True)
    return translations.select_related("source__specific_content_type", "target_locale").order_by("created_at", "pk")[
        :MOST
    ]


def _task(row: Any, standing: TranslationStatus) -> TranslationTask:
    title = row.get_admin_display_title() if isinstance(row, Page) else str(row)
    return TranslationTask(title, row.locale.get_display_name(), address_of(row), standing, row)


def address_of(row: Any) -> str:
    """Return the address of the editor of the page or the snippet."""
    if isinstance(row, Page):
        return reverse("wagtailadmin_pages:edit", args=[row.pk])
    return reverse(row.snippet_viewset.get_url_name("edit"), args=[quote(row.pk)])


def ages_for_panel(page: Any) -> dict[str, object]:
    """Return, for the editor of `page`: since when it is older than its source, and which translations are older than
    it; two statements.
    """
    if page.pk is None:
        return {"older_since": None, "older_translations": []}
    origin = TranslatedFrom.objects.filter(pk=page.live_revision_id).first() if page.live else None
    newer = TranslatedFrom.objects.of_source(page).exclude(older_since=None)
    older = _older(
        Page.objects.filter(translation_key=page.translation_key, alias_of=None, live_revision__in=newer.values("pk"))
    )
    return {
        "older_since": origin.older_since if origin else None,
        "older_translations": [(row.locale.get_display_name(), row.older_since) for row in older],
    }

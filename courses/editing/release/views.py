"""The page in Wagtail's admin that shows what a release of a course would change,
and releases it with the decision made there.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from lms.foundation.plugins.activity import NotReady

from ...catalogue.models import Cause
from ...pages.forms import course_key
from ...pages.models import CoursePage, ReleasedPage
from ...publishing import services as publishing
from ...publishing.course_drafts import Draft, chosen_from, drafts_of, may_look, may_release, row_drafts_of
from ...publishing.held_releases import hold
from ...publishing.outdated_translations import language_names
from ...publishing.signals import mention
from .effect import Effect, effect_of
from .findings import findings_of
from .schedule_texts import for_effect
from .text_changes import readable_changes

MOST_CAUSES = 50


class ReleaseForm(forms.Form):
    """A correction or a new edition, and why. `shown` names what the person was shown."""

    change = forms.ChoiceField(
        label=gettext_lazy("Kind of change"), choices=ReleasedPage.Change.choices, widget=forms.RadioSelect
    )
    why = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("One line for the record: what changed and for what reason."),
    )
    shown = forms.CharField(widget=forms.HiddenInput)
    translations = forms.ChoiceField(choices=[("now", ""), ("wait", "")], required=False)
    """Whether to wait for the languages that are behind. The page says with each choice what comes of it."""


def address_of(key: UUID, *drafts: Page) -> str:
    """Return the address that shows the effect of releasing the course with these pages’ drafts."""
    query = f"?{urlencode([('draft', page.pk) for page in drafts])}" if drafts else ""
    return reverse("courses_release", args=[key]) + query


@require_http_methods(["GET", "HEAD", "POST"])
def show_release(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show the changes that a release of the course would make, with the drafts that are chosen; POST publishes them
    and makes the release.
    """
    page = publishing.source_page(key)
    if page is None or not may_look(request.user, page):
        raise Http404
    drafts = [*drafts_of(page), *row_drafts_of(page)]
    chosen, unchanged = chosen_from(
        drafts, (request.POST if request.method == "POST" else request.GET).getlist("draft")
    )
    form = ReleaseForm(request.POST or None, initial=offered(key, [draft.object for draft in chosen]))
    if request.method == "POST":
        if not may_release(request.user, page) or not all(draft.may_be_published_by(request.user) for draft in chosen):
            raise PermissionDenied
        if form.is_valid() and _release(request, key, form, chosen, unchanged=unchanged):
            return redirect("wagtailadmin_explore", page.pk)
    return _page(request, page, form, drafts, chosen)


def _release(request: HttpRequest, key: UUID, form: ReleaseForm, chosen: list[Draft], *, unchanged: bool) -> bool:
    """Make the release, or put beside the form what keeps it from being made."""
    arguments = _release_arguments(request, key, form, chosen)
    try:
        if not unchanged:
            raise publishing.ChangedSinceShown
        if form.cleaned_data["translations"] == "wait":
            sentence = _("Published for translators. The release waits for %(languages)s.")
            messages.success(request, sentence % {"languages": hold(**arguments)})
        else:
            publishing.release(**arguments)
    except NotReady as error:
        form.add_error(None, str(error))
        return False
    except publishing.ChangedSinceShown:
        form.add_error(
            None,
            _(
                "The course changed since you looked, so nothing was released. Look at what would change "
                "now, then decide."
            ),
        )
        return False
    mention(key)
    return True


def _release_arguments(request: HttpRequest, key: UUID, form: ReleaseForm, chosen: Iterable[Draft]) -> dict[str, Any]:
    """Return the arguments of `release` and `hold` from a valid form."""
    decision = form.cleaned_data
    return {
        "key": key,
        "shown": decision["shown"],
        "by": request.user,
        "why": decision["why"],
        "now": timezone.now(),
        "new_edition": decision["change"] == ReleasedPage.Change.EDITION,
        "revisions": [draft.revision for draft in chosen],
    }


def confirm(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Ask, before a page of a released course goes live: show the effect first. The draft is saved already."""
    if not isinstance(page, ReleasedPage) or (page.go_live_at and page.go_live_at > timezone.now()):
        return None
    key = course_key(page)
    source = publishing.source_page(key) if key else None
    if (
        key is None
        or source is None
        or not may_release(request.user, source)
        or not _asks(key, page.get_latest_revision_as_object())
    ):
        return None
    if page.live and page.live_revision_id is None and page.first_published_at is None:
        # Wagtail has put a new page into the tree as live and publishes it next, which waits for the answer.
        Page.objects.filter(pk=page.pk).update(live=False, has_unpublished_changes=True)
    return redirect(address_of(key, page))


def _asks(key: UUID, draft: Page) -> bool:
    """Return whether to ask: would publishing `draft` lead to a release that somebody has to decide on, or spoil one
    that could be made?
    """
    candidate = publishing.candidate(key, {draft.pk: draft})
    if candidate.release is None:
        return False
    return candidate.waits or bool(candidate.problem and not publishing.candidate(key).problem)


def offered(key: UUID, written: Iterable[object]) -> dict[str, object]:
    """Return the kind of change and the reason that the authors of the drafts `written` and of what is waiting have in
    mind.
    """
    pages = [page for page in written if isinstance(page, ReleasedPage)]
    before = {
        page.pk: page.why
        for model in {type(page) for page in pages}
        for page in model.objects.filter(pk__in=[one.pk for one in pages])
    }
    reasons = {page.why for page in pages if page.why and page.why != before.get(page.pk)}
    editions = [page.change == ReleasedPage.Change.EDITION for page in pages]
    new_edition = any(editions) or Cause.objects.filter(stale=key, new_edition=True).exists()
    return {
        "change": ReleasedPage.Change.EDITION if new_edition else ReleasedPage.Change.CORRECTION,
        "why": reasons.pop() if len(reasons) == 1 else "",
    }


def _page(
    request: HttpRequest, page: CoursePage, form: ReleaseForm, drafts: list[Draft], chosen: list[Draft]
) -> TemplateResponse:
    """Return the effect as it is now: also where the decision was made about another one."""
    effect = effect_of(page.translation_key, [draft.object for draft in chosen], viewer=request.user)
    form.data = {**dict(form.data.items()), "shown": effect.digest} if form.is_bound else form.data
    form.initial["shown"] = effect.digest
    causes = Cause.objects.filter(stale=page.translation_key).select_related("by").order_by("-at")[:MOST_CAUSES]
    context = {
        "page": page,
        "effect": effect,
        "form": form,
        "drafts": [(draft, draft in chosen) for draft in drafts],
        "chosen": chosen,
        "findings": findings_of(page, request.user),
        "causes": readable_changes(causes, request.user),
        "behind": language_names(effect.behind),
        "waits_for_translations": form.data.get("translations") == "wait",
        "may_release": _may_decide(request, page, effect, chosen),
        **for_effect(page, request.user),
    }
    return TemplateResponse(request, "courses/admin/effect.html", context)


def _may_decide(request: HttpRequest, page: CoursePage, effect: Effect, chosen: list[Draft]) -> bool:
    able = may_release(request.user, page) and all(draft.may_be_published_by(request.user) for draft in chosen)
    return able and bool(effect.digest) and (effect.waits or bool(chosen))

"""The page in Wagtail's admin that shows what a draft would change, and publishes it with the editor's decision."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.admin import messages
from wagtail.models import Page

from .effect import Effect, effect_of
from .pages import ReleasedPage


class DecisionForm(forms.Form):
    """A correction or a new edition, and why. `revision` is the draft that the editor has seen."""

    change = forms.ChoiceField(label=gettext_lazy("Kind of change"), choices=ReleasedPage.Change.choices, widget=forms.RadioSelect)
    why = forms.CharField(
        label=gettext_lazy("Why"), max_length=300, help_text=gettext_lazy("One line for the record: what changed and for what reason.")
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
def show_effect(request: HttpRequest, page_id: int) -> HttpResponse:
    """What publishing the latest draft of this page would do; POST publishes it with the decision made there."""
    page = _editable(request, page_id)
    draft = page.get_latest_revision_as_object()
    offered = _offered(draft)
    if offered["why"] == page.why:
        offered["why"] = ""  # the reason of the change before this one
    form = DecisionForm(request.POST or None, initial=offered)
    if request.method == "POST":
        if not draft.permissions_for_user(request.user).can_publish():
            raise PermissionDenied
        if _agreed(form, page):
            publish(page=page, change=form.cleaned_data["change"], why=form.cleaned_data["why"], user=request.user)
            messages.success(request, _("Page '%(page_title)s' has been published.") % {"page_title": draft.get_admin_display_title()})
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return _shown(request, draft, effect_of(draft), form)


def confirm(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Before a page goes live: where people are under way and would meet a change, show it first. The draft is saved already."""
    if not isinstance(page, ReleasedPage) or (page.go_live_at and page.go_live_at > timezone.now()):
        return None
    draft = page.get_latest_revision_as_object()
    effect = effect_of(draft)
    if effect is None or not effect.touches_somebody:
        return None
    if draft.live and draft.live_revision_id is None and draft.first_published_at is None:
        # Wagtail has put a new page into the tree as live and publishes it next, which waits for the answer.
        Page.objects.filter(pk=page.pk).update(live=False, has_unpublished_changes=True)
    return _shown(request, draft, effect, DecisionForm(initial=_offered(draft)))


@transaction.atomic
def publish(*, page: Page, change: str, why: str, user: Any) -> None:
    """Publish the latest draft of `page` with this decision, which rides in the revision that goes live."""
    draft = page.get_latest_revision_as_object()
    revision = draft.latest_revision
    if (draft.change, draft.why) != (change, why) or revision is None:
        draft.change, draft.why = change, why
        revision = draft.save_revision(user=user)
    PublishPageRevisionAction(revision, user=user, changed=True).execute(skip_permission_checks=True)


def _editable(request: HttpRequest, page_id: int) -> Any:
    """The page, for somebody who may edit it; refused to everybody else. 404 for a page that makes no release."""
    page = get_object_or_404(Page, pk=page_id, alias_of=None).specific
    if not isinstance(page, ReleasedPage):
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    lock = page.get_lock()
    if request.method == "POST" and lock is not None and lock.for_user(request.user):
        raise PermissionDenied
    return page


def _offered(draft: Any) -> dict[str, Any]:
    return {"change": draft.change, "why": draft.why, "revision": draft.latest_revision_id}


def _agreed(form: DecisionForm, page: Page) -> bool:
    """Whether the decision is complete and was made about the draft that is published."""
    if not isinstance(page, ReleasedPage) or not form.is_valid():
        return False
    if form.cleaned_data["revision"] != page.latest_revision_id:
        form.add_error(None, _("Somebody saved another draft in the meantime. Look at what it changes, then publish again."))
        form.data = {**form.data.dict(), "revision": page.latest_revision_id}
        return False
    return True


def _shown(request: HttpRequest, draft: Any, effect: Effect | None, form: DecisionForm) -> TemplateResponse:
    may_publish = isinstance(draft, ReleasedPage) and draft.permissions_for_user(request.user).can_publish()
    context = {"page": draft, "effect": effect, "form": form, "may_publish": may_publish}
    return TemplateResponse(request, "courses/admin/effect.html", context)

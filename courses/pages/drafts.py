"""Rows of which Wagtail keeps drafts beside what is live: when a change reaches what learners can get,
and whose it is.
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.log_actions import get_active_log_context
from wagtail.models import DraftStateMixin
from wagtail.snippets.permissions import get_permission_name

BOOKKEEPING = frozenset(
    {
        "latest_revision",
        "live_revision",
        "has_unpublished_changes",
        "first_published_at",
        "last_published_at",
        "locked",
        "locked_at",
        "locked_by",
    }
)
"""Fields in which Wagtail notes drafts and locks. Learners get nothing of them."""


def changes_what_is_live(instance: Any, update_fields: Collection[str] | None) -> bool:
    """Return whether a save of `instance`, a row with drafts, changes what learners can get. A saved draft does not."""
    return instance.live and (update_fields is None or not BOOKKEEPING.issuperset(update_fields))


def acting(instance: object = None) -> object:
    """Return the person who changes something now: the user of the admin; elsewhere, as where a scheduled draft goes
    live, the author of the live version. None where neither is known.
    """
    revision = getattr(instance, "live_revision", None)
    return get_active_log_context().user or (revision.user if revision else None)


def refuse_deleting_live(request: HttpRequest, instances: Sequence[Any]) -> HttpResponse | None:
    """Refuse, before snippets are deleted: one that is live goes by the hand of somebody who may publish, and by nobody
    else's.
    """
    model = type(instances[0]) if instances else None
    if (
        model is None
        or not issubclass(model, DraftStateMixin)
        or request.user.has_perm(get_permission_name("publish", model))
    ):
        return None
    live = [instance for instance in instances if instance.live]
    if not live:
        return None
    sentence = _(
        "“%(title)s” is published, so only somebody who may publish can delete it. Ask a reviewer to delete it."
    )
    messages.error(request, sentence % {"title": live[0]})
    return redirect(model.snippet_viewset.get_url_name("list"))

"""Personal data of the signed-in person, to read and to download."""

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.files.views import offer
from lms.foundation.interface.escaping import escaped
from lms.foundation.plugins.personal_data import Reader
from lms.people.audit.services import note
from lms.people.directory.models import User
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately

from .export import export
from .files import PersonalDataPaper
from .labels import label, text_of

SHOWN, LONGEST = 50, 2000
"""Rows of each kind that the page shows, and characters of each value; the file has all."""


@login_required
@never_cache
@require_safe
@confirmed_lately
def mine(request: SignedInRequest) -> HttpResponse:
    """Show the reader’s personal data, part by part."""
    context = {"title": _("Data held about you"), "kinds": kinds_with_rows(request.user)}
    return render(request, "privacy/mine.html", context)


@login_required
@never_cache
@require_safe
@confirmed_lately(file=True)
def own_file(request: SignedInRequest) -> HttpResponse:
    """Show the same as JSON."""
    return file_of(request.user, by=request.user)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_paper(request: SignedInRequest) -> HttpResponse:
    """Offer to make the same as a PDF to read, in the background."""
    return offer(request, PersonalDataPaper.slug, {"person": request.user.pk}, back=reverse("privacy:mine"))


def kinds_with_rows(person: User) -> list[dict[str, Any]]:
    """Return the kinds of records of which there are rows, as `export` gives them to the person: as many rows as a page
    shows, with what people call each value, without empty ones.
    """
    held = export(person, reader=Reader.THE_PERSON, now=timezone.now(), with_empty=False, most=SHOWN)
    kinds = [kind for kind in held["kinds"] if kind["rows"] or kind["missing"]]
    for kind in kinds:
        kind["rows"] = [_shown(row, kind["names"]) for row in kind["rows"][:SHOWN]]
    return kinds


def _shown(row: dict[str, object], names: dict[str, str]) -> SafeString:
    """Return the values of a row as the parts of a list of facts; a template takes three times as long."""
    texts = [(label(name, names), text_of(value)) for name, value in row.items() if value is not None and value != ""]
    facts = ((name, text if len(text) <= LONGEST else Truncator(text).chars(LONGEST)) for name, text in texts)
    return mark_safe(
        "\n".join([f"<dt>{escaped(name)}</dt><dd><bdi>{escaped(value)}</bdi></dd>" for name, value in facts])
    )


def file_of(person: User, *, by: User) -> HttpResponse:
    """Send what is held about `person` and `by` may have, as a file, and note it in the log."""
    now = timezone.now()
    note("personal_data_exported", by=by, person=person, now=now)
    held = export(person, reader=Reader.THE_PERSON if by.pk == person.pk else Reader.STAFF, now=now)
    body = json.dumps(held, ensure_ascii=False, indent=1)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="personal-data-{now:%Y-%m-%d}.json"'
    return response

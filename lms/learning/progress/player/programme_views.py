"""The learner's page of a programme."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.pages.address_cache import address_of
from lms.people.directory.requests import SignedInRequest

from .programme_page import programme_of


@login_required
@require_safe
def programme(request: SignedInRequest, programme: str) -> HttpResponse:
    """Show the learner's progress in a programme, course by course, the next course, and what they get for it."""
    own = programme_of(request.user, programme, language=get_language(), now=timezone.now())
    completion = own.completion
    context = {
        "title": own.title,
        "trail": [(_("My learning"), address_of("learn:mine"))],
        "own": own,
        "links": slots.fill(slots.PROGRAMME, [completion])[completion.pk] if completion else [],
    }
    return render(request, "progress/programme.html", context)

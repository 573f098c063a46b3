"""View at which a file from a phone is taken, of whomever it is."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lms.learning.progress.player.write_limits import TooFast, count_request
from lms.people.directory.decorators import signed_in
from lms.people.directory.requests import SignedInRequest

from . import carried_files, packs
from .devices import language_of
from .receiving import FOREIGN, KNOWN, LATER, STORED, TOO_LATE, Word
from .views import TOGETHER


class FileForm(forms.Form):
    """A file that the page of a phone saved."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=255,
        help_text=gettext_lazy("The file that the page “What waits on this phone” saved."),
        widget=forms.FileInput(attrs={"accept": ".json"}),
        error_messages={"empty": gettext_lazy("This file is empty."), "required": gettext_lazy("Choose a file.")},
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def carried(request: SignedInRequest) -> HttpResponse:
    """Show the form for a file; a POST takes the file and shows the verdict on each event."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    rows = _taken(request, form) if form.is_bound and form.is_valid() else None
    context = {"title": _("Take work from a phone’s file"), "form": form, "rows": rows}
    return render(request, "offline/file.html", context, status=422 if form.errors else 200)


def _taken(request: SignedInRequest, form: FileForm) -> list[dict[str, Any]] | None:
    """Return a row for each event of the file; None, with an error in the form, where the file cannot be taken."""
    now = timezone.now()
    content = form.cleaned_data["file"].read()
    try:
        file = carried_files.read(content, by=request.user, now=now)
        count_request(request, weight=1 + len(file.batch.events) // TOGETHER)
    except (carried_files.WrongFile, TooFast) as error:
        form.add_error("file", str(error))
        return None
    verdicts = carried_files.take(file, now=now, language=language_of(file.sender, by=request.user))
    return [{"at": event.occurred_at, "word": _word(word), "reason": word.sentence} for event, word in verdicts]


def _word(word: Word) -> str:
    """Return the verdict in the words that the phone uses."""
    if word.held:
        return packs.words()["held"]
    return {
        STORED: packs.words()["counted"],
        KNOWN: _("Here already"),
        TOO_LATE: packs.words()["late"],
        LATER: _("Not taken yet: bring the file again later"),
        FOREIGN: _("Of another person"),
    }[word.verdict]

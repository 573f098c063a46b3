"""The page of the languages of a case: how far each is, what is not translated, and another one."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lms.foundation.interface.stale_forms import status_of
from lms.people.directory.requests import SignedInRequest

from ..page.finding_texts import place_words
from .access import Desk, desk, frame
from .languages import SITUATION, Lack, add_language, lacks, others, texts_in
from .messages import save_with_message


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=gettext_lazy("Language"))

    def __init__(self, at: Desk, data: Any = None) -> None:
        super().__init__(data, prefix="add")
        self.fields["language"].choices = [("", "–"), *others(at.draft)]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def languages(request: SignedInRequest, page: int) -> HttpResponse:
    """Show what is not translated in the language in which the case is read; a POST adds a language."""
    at = desk(request, page)
    form = LanguageForm(at, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["language"]
        save_with_message(request, lambda: add_language(at, code, by=request.user), _("Saved in the draft."))
        return redirect(f"{at.address('case-languages').partition('?')[0]}?language={code}")
    total = texts_in(at.draft.texts[at.draft.language])
    left = [] if at.is_own else lacks(at.draft, at.language)
    shown = {
        "form": form,
        "lacks": [(address_of(at, one), _name(at, one), one.texts) for one in left],
        "total": total,
        "done": total - sum(one.texts for one in left),
    }
    context = frame(at, "languages", _("Languages")) | shown
    return render(request, "simulation/authoring/languages.html", context, status=status_of(form))


def address_of(at: Desk, lack: Lack) -> str:
    if lack.part == SITUATION:
        return at.address("case-situation")
    return at.address("case-thing", lack.part, lack.id)


def _name(at: Desk, lack: Lack) -> str:
    """Return the name of a thing in the first language."""
    if lack.part == SITUATION:
        return _("Situation")
    return place_words(f"{lack.part}.{lack.id}", at.draft.words(at.draft.language))

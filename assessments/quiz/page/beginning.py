"""A quiz that begins with the questions of a file: the page that asks for its course, and makes its draft."""

from http import HTTPStatus
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_required

from assessments.questions.imports.views import MAY
from assessments.questions.models import Import, ImportEntry
from courses.editing.new_pages import Taken, courses_of, make_page
from courses.models import CoursePage
from lms.people.directory.requests import SignedInRequest

from .draws import Draw
from .models import QuizPage

MOST = 200


class BeginForm(forms.Form):
    """A quiz with one draw. `key` names the page: sent twice, it is there once."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    course = forms.ChoiceField(label=capfirst(gettext_lazy("course")))
    number = forms.IntegerField(
        label=gettext_lazy("Questions for each learner"),
        validators=[MinValueValidator(1), MaxValueValidator(MOST)],
        help_text=gettext_lazy("So many are drawn at random from the category of the questions."),
    )
    pass_mark = forms.IntegerField(
        label=gettext_lazy("Pass mark (per cent)"),
        initial=70,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, user: object, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.courses = {str(page.pk): page for page in courses_of(user)}
        listed = [(pk, page.get_admin_display_title()) for pk, page in self.courses.items()]
        cast(forms.ChoiceField, self.fields["course"]).choices = listed if len(listed) == 1 else [("", "–"), *listed]
        self.initial.setdefault("key", uuid4())

    def clean_course(self) -> CoursePage:
        return self.courses[self.cleaned_data["course"]]


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY)
def begin(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make the draft of a quiz that draws what an import wrote."""
    batch = get_object_or_404(Import.objects.visible_to(request.user), pk=pk, status=Import.Status.DONE)
    category = batch.shelf()
    number = ImportEntry.objects.written(batch).filter(question__isnull=False).count()
    initial = {"title": Path(batch.name).stem, "number": min(number, MOST)}
    form = BeginForm(request.user, request.POST or None, initial=initial)
    if category is None or not number or not form.courses:
        raise Http404
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        quiz = QuizPage(title=found["title"], pass_mark=found["pass_mark"], institution=batch.owner)
        quiz.draws = [Draw(category=category, number=found["number"])]
        try:
            page = make_page(quiz, parent=found["course"], key=found["key"], by=request.user)
        except Taken:
            form.add_error(None, _("This could not be saved. Open the page again, then fill it in anew."))
        else:
            messages.success(request, _("The quiz is a draft. Look at it, then hand in the course."))
            return redirect("wagtailadmin_pages:edit", page.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    context = {"form": form, "batch": batch, "category": category, "number": number}
    return render(request, "quiz/admin/begin.html", context, status=status)


def next_step(request: SignedInRequest, batch: Import) -> tuple[str, str] | None:
    """Return label and address for an import that wrote questions, where `request.user` may add to a course."""
    if batch.status != Import.Status.DONE or batch.shelf() is None or not courses_of(request.user):
        return None
    return _("Make a quiz of these questions"), reverse("quiz_begin", args=[batch.pk])

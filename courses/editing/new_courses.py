"""A new course: the form that asks for its programme and title, and makes its draft."""

from collections.abc import Mapping, Sequence
from functools import reduce
from http import HTTPStatus
from operator import or_
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.models import GroupPagePermission
from wagtail.permissions import page_permission_policy

from lms.people.directory.countries import country_choices

from ..pages.models import CoursePage, ProgrammePage
from ..pages.national_rights import countries_of
from ..pages.translations import source_of
from .new_pages import Taken, make_page

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from lms.people.directory.models import User


def open_programmes(user: "User") -> "QuerySet[ProgrammePage]":
    """Return the programmes to which `user` may add a course; where groups bind them to countries, one for those."""
    programmes = ProgrammePage.objects.filter(alias_of=None)
    if not countries_of(user):
        may_add = page_permission_policy.instances_user_has_permission_for(user, "add")
        return programmes.filter(pk__in=may_add.values("pk"))
    permissions = GroupPagePermission.objects.filter(group__user=user.pk, permission__codename="add_page")
    branches = [Q(path__startswith=path) for path in permissions.values_list("page__path", flat=True)]
    return programmes.filter(reduce(or_, branches)) if branches else programmes.none()


def programmes_of(user: "User") -> Mapping[str, ProgrammePage]:
    """Return the programmes to which `user` may add a course, by primary key, each in the language of its source."""
    versions: dict[UUID, Sequence[ProgrammePage]] = {}
    for page in open_programmes(user).select_related("locale").order_by("title"):
        versions[page.translation_key] = [*versions.get(page.translation_key, ()), page]
    return {str(page.pk): page for page in map(source_of, versions.values())}


class NewCourseForm(forms.Form):
    """A course as it begins. `key` names its page: sent twice, it is there once. An editor who is bound to countries
    chooses one of them.
    """

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    programme = forms.ChoiceField(label=capfirst(gettext_lazy("programme")))
    summary = forms.CharField(
        label=gettext_lazy("Summary"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("One or two sentences."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, user: "User", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programmes = programmes_of(user)
        listed = [(pk, page.get_admin_display_title()) for pk, page in self.programmes.items()]
        field = cast(forms.ChoiceField, self.fields["programme"])
        field.choices = _choices(listed)
        if countries := countries_of(user):
            known = [(code, name) for code, name in country_choices() if code in countries]
            label = capfirst(gettext_lazy("for learners of"))
            self.fields["country"] = forms.ChoiceField(label=label, choices=_choices(known))
        self.initial.setdefault("key", uuid4())

    def clean_programme(self) -> ProgrammePage:
        return self.programmes[self.cleaned_data["programme"]]


def _choices(listed: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the choices of a field that has to be filled in, which a single one fills."""
    return listed if len(listed) == 1 else [("", "–"), *listed]


@require_http_methods(["GET", "HEAD", "POST"])
def new_course(request: HttpRequest) -> HttpResponse:
    """Make the draft of a course below a programme."""
    form = NewCourseForm(cast("User", request.user), request.POST or None)
    if not form.programmes:
        raise Http404
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        course = CoursePage(title=found["title"], summary=found["summary"], country=found.get("country", ""))
        try:
            page = make_page(course, parent=found["programme"], key=found["key"], by=request.user)
        except Taken:
            form.add_error(None, _("This could not be saved. Open the page again, then fill it in anew."))
        else:
            messages.success(request, _("The course is a draft. Add its lessons and quizzes here."))
            return redirect("wagtailadmin_explore", page.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return TemplateResponse(request, "courses/admin/new_course.html", {"form": form}, status=status)

"""One's own profile: name, language, how one is reached, and the way to everything else about one's account."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ...directory.models import User
from ...directory.requests import SignedInRequest
from ..factors.stepup import confirmed_lately
from ..sessions.page_language import set_page_language
from . import name_requests
from .models import NameRequest
from .profile_forms import ContactForm, NameForm


@login_required
@require_safe
def profile(request: SignedInRequest) -> HttpResponse:
    return _page(request)


@login_required
@require_POST
@confirmed_lately
def contact(request: SignedInRequest) -> HttpResponse:
    """Change the language or phone number."""
    form = ContactForm(request.POST, instance=User.objects.get(pk=request.user.pk))
    if not form.is_valid():
        return _page(request, contact_form=form)
    form.instance.save(update_fields=["language", "phone"])
    messages.success(request, _("Saved."))
    response = redirect("own-profile")
    set_page_language(response, form.instance.language)
    return response


@login_required
@require_POST
def ask_name(request: SignedInRequest) -> HttpResponse:
    """Ask for another name."""
    form = NameForm(request.POST)
    if not form.is_valid():
        return _page(request, name_form=form)
    asked = name_requests.ask(person=request.user, name=form.cleaned_data["name"], now=timezone.now())
    if asked is None:
        messages.info(request, _("This is the name that you have."))
    else:
        messages.success(request, _("Your request is with the administrator of your institution."))
    return redirect("own-profile")


def _page(
    request: SignedInRequest, *, contact_form: ContactForm | None = None, name_form: NameForm | None = None
) -> HttpResponse:
    context = {
        "title": _("Your profile"),
        "asked": NameRequest.objects.filter(person=request.user.pk).first(),
        "contact_form": contact_form or ContactForm(instance=request.user),
        "name_form": name_form or NameForm(initial={"name": request.user.name}),
    }
    refused = contact_form or name_form
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "people/accounts/profile.html", context | {"form": refused}, status=status)

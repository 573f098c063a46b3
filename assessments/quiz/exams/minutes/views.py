"""The minutes of an exam: read, write, correct, take over from the board, sign, and on paper."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lms.files.views import offer
from lms.foundation.interface.parsing import whole_number
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.clocks import clock_of
from lms.people.directory.requests import SignedInRequest

from ..choices import invigilated, teacher
from ..models import Sitting
from ..sittings import refuse_examined
from ..times import times_of
from . import services
from .forms import CorrectionForm, MinuteForm
from .models import Minute
from .paper import MinutesPaper
from .queries import AROUND, Minutes, minutes_of

if TYPE_CHECKING:
    from lms.people.directory.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show all that is said, and a form to say more."""
    sitting = invigilated(request, pk)
    with clock_of(sitting.institution):
        found, now = minutes_of(sitting), timezone.now()
        people = [(line.ticket.learner_id, _called(line.ticket.learner)) for line in found.lines]
        initial = {"at": timezone.localtime(now), "who": whole_number(request.GET.get("who"), digits=18)}
        posted = request.POST if request.method == "POST" else None
        form = MinuteForm(posted, day=_day(sitting), people=people, initial=initial)
        if form.is_valid() and _done(form, lambda: _write(request, sitting, form)):
            messages.success(request, _("Written into the minutes."))
            return redirect("quiz:minutes", pk)
        status = 422 if posted is not None else 200
        return render(request, "quiz/exams/minutes.html", _context(sitting, found) | {"form": form}, status=status)


def _write(request: SignedInRequest, sitting: Sitting, form: MinuteForm) -> Minute:
    key = form.cleaned_data["key"]
    return services.write(sitting=sitting, said=form.said, by=request.user, key=key, now=timezone.now())


def _done(form: MinuteForm, write: Callable[[], Minute]) -> bool:
    """Return whether the entry was written. If not, the form has the error."""
    try:
        write()
    except (services.NotHeld, services.NotOnTheList, services.Corrected, services.OutOfDate) as error:
        form.add_error("at" if isinstance(error, services.NotYet) else None, str(error))
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say something else in place of an entry, which stays."""
    minute = _minute(request, pk)
    sitting = minute.sitting
    with clock_of(sitting.institution):
        posted = request.POST if request.method == "POST" else None
        initial = {"what": minute.what, "at": timezone.localtime(minute.at), "words": minute.words}
        form = CorrectionForm(posted, minute=minute, initial=initial)
        if form.is_valid() and _done(form, lambda: _correct(request, minute, form)):
            messages.success(request, _("The correction stands beside the entry."))
            return redirect("quiz:minutes", sitting.pk)
        title = _("Correct an entry")
        context = {"title": title, "form": form, "minute": minute, "sitting": sitting}
        context["trail"] = [*_trail(sitting), (_("Minutes"), reverse("quiz:minutes", args=[sitting.pk]))]
        return render(request, "quiz/exams/minute.html", context, status=422 if posted is not None else 200)


def _correct(request: SignedInRequest, minute: Minute, form: MinuteForm) -> Minute:
    key = form.cleaned_data["key"]
    return services.correct(minute=minute, said=form.said, by=request.user, key=key, now=timezone.now())


def _minute(request: SignedInRequest, pk: int) -> Minute:
    """Return an entry that can be corrected by the person. Raises `OwnCase` where they are examined there."""
    rows = Minute.objects.visible_to(teacher(request), *TEACHING_ROLES).standing()
    around = ("sitting__activity", "sitting__cohort", "sitting__institution")
    minute = get_object_or_404(rows.exclude(what="signed").select_related(*AROUND, *around), pk=pk)
    refuse_examined(request.user, minute.sitting)
    return minute


@require_POST
def take_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write the attendance that the board knows into the minutes."""
    try:
        new = services.take_over(sitting=invigilated(request, pk), by=request.user, now=timezone.now())
    except services.NotHeld as error:
        messages.error(request, str(error))
        return redirect("quiz:minutes", pk)
    text = ngettext("Noted for %(count)s person.", "Noted for %(count)s people.", len(new)) % {"count": len(new)}
    messages.success(request, text if new else _("Everybody on the board is noted already."))
    return redirect("quiz:minutes", pk)


@require_POST
def sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sign and close them."""
    try:
        services.sign(sitting=invigilated(request, pk), by=request.user, now=timezone.now())
    except (services.NotHeld, services.NotReady) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The minutes are signed."))
    return redirect("quiz:minutes", pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def minutes_paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """Offer to make all of it as a PDF, in the background."""
    teacher(request)
    return offer(request, MinutesPaper.slug, {"sitting": pk}, back=reverse("quiz:minutes", args=[pk]))


def _day(sitting: Sitting) -> Any:
    return sitting.opened_at or sitting.planned_at


def _called(learner: "User") -> str:
    return f"{learner.name} ({learner.service_number})"


def _trail(sitting: Sitting) -> list[tuple[str, str]]:
    quiz = str(sitting.activity.title_in(get_language()))
    return [(_("Exams"), reverse("quiz:sittings")), (quiz, reverse("quiz:board", args=[sitting.pk]))]


def _context(sitting: Sitting, found: Minutes) -> dict[str, object]:
    return {
        "title": _("Minutes"),
        "sitting": sitting,
        "quiz": sitting.activity.title_in(get_language()),
        "minutes": found,
        "times": times_of(sitting),
        "trail": _trail(sitting),
    }

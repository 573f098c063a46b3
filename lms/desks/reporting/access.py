"""Decorators of the pages of reports: who may open them, the reader's time zone, and the page for each failure."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.foundation.plugins.pages import linked_pages
from lms.foundation.plugins.report import InvalidFilter, NotVisible
from lms.people.directory.choices import REPORTING_ROLES
from lms.people.directory.clocks import clock_of
from lms.people.directory.models import User
from lms.people.directory.requests import SignedInRequest

from .cross_tables.report import CrossTable
from .exports.files import TooLong
from .filters.forms import SHOWN, WHERE_SET
from .filters.reach import TotalsOnly
from .filters.selection import ask
from .plugin_reports.reports import ReportFailed, address_of, is_for_editors
from .tables.completion import Completion
from .tables.question import PERIOD

View = Callable[..., HttpResponseBase]


def may_report(user: User) -> bool:
    """Return whether the person coordinates or administers anywhere, or runs the site."""
    return user.is_superuser or bool(user.duties & set(REPORTING_ROLES))


def reporters_only(view: View) -> View:
    """Raise 404 for whoever neither coordinates nor administers, but for editors where the report is for them, and for
    what is not theirs; 400 for what cannot be read; 503 for what broke.
    """

    @wraps(view)
    @require_safe
    @login_required
    def guarded(request: SignedInRequest, **kwargs: Any) -> HttpResponseBase:
        user: Any = request.user
        if not (may_report(user) or is_for_editors(kwargs.get("slug", ""), user)):
            raise Http404
        with clock_of(user.institution):
            try:
                return view(request, **kwargs)
            except TotalsOnly:
                return _instead(request.GET.dict(), kwargs.get("slug", ""), kwargs.get("extension", ""))
            except NotVisible:
                raise Http404 from None
            except TooLong:
                page = linked_pages.address(linked_pages.KEEP_REPORT)
                return redirect(f"{page}?{urlencode({'of': request.get_full_path()})}")
            except InvalidFilter as error:
                context = {
                    "title": _("This report cannot be shown as asked"),
                    "problems": error.problems,
                    "again": request.path,
                }
                return render(request, "reporting/invalid.html", context, status=HTTPStatus.BAD_REQUEST)
            except ReportFailed:
                explanation = _(
                    "This report cannot be made at the moment. The people who run this site find the reason in its log."
                )
                return render(request, "503.html", {"explanation": explanation}, status=HTTPStatus.SERVICE_UNAVAILABLE)

    return guarded


def for_reporters(view: View, *, masks: bool = False) -> View:
    """Give `view` the selection that the address asks; one that `masks` what a reader of totals may not see is open to
    them too.
    """

    @reporters_only
    @wraps(view)
    def asked(request: SignedInRequest, **kwargs: object) -> HttpResponseBase:
        return view(request, ask(request.user, request.GET.dict(), now=timezone.now(), masks=masks), **kwargs)

    return asked


def _instead(params: Mapping[str, str], slug: str, extension: str) -> HttpResponseBase:
    """Lead a reader of totals from the overview (of no `slug`) or the completion report to the cross-table that is most
    like it, which hides small groups. Raises `Http404` for any other.
    """
    if slug not in ("", Completion.slug):
        raise Http404
    kept = {name: params[name] for name in (*PERIOD, *SHOWN, *WHERE_SET) if name in params}
    by = params.get("by", "institution")
    cuts = {"figure": "completed", "rows": "academy" if by == "institution" else by, "columns": "one"}
    query = urlencode({**(cuts if slug else {}), **kept})
    return redirect(f"{address_of(CrossTable.slug, extension)}?{query}")

"""Access to the addresses of a plugin: for signed-in people, if the plugin is on for them; to its public ones for
everybody. If a plugin breaks and an answer has to be given, people get 503 with a sentence.
"""

from collections.abc import Callable
from contextvars import ContextVar
from http import HTTPStatus
from types import FrameType

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext as _

from lms.foundation.interface.json_responses import as_json, wants_json
from lms.foundation.plugins.pages import public_addresses
from lms.foundation.plugins.runtime import calls, faults, guard
from lms.foundation.plugins.runtime.activation import is_on, owner_of_module, owner_of_template
from lms.foundation.plugins.runtime.errors import Faulty
from lms.people.administration.records.services import narrowed
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User

from .circuit_breaker import met_by
from .public_addresses import let_in

BELOW = "x/"
"""Where the addresses of plugins are: `x/<plugin>/`."""
_views: ContextVar[list[calls.Begun | None]] = ContextVar("views")
"""The call that the thread was in before the view of this request: the body is read by then."""
ANSWERS = (Http404, PermissionDenied, SuspiciousOperation, BadRequest, MultiPartParserError)
"""What a view may raise: Django answers."""


class PluginAddresses:
    """Middleware that opens a view of a plugin only where the plugin is on, to people who then see only those
    institutions.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = met_by.set(lambda: str(getattr(getattr(request, "_cached_user", None), "pk", "") or ""))
        try:
            response, seconds = self._timed(request)
            if response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR and (call := _call_of(request)):
                guard.ended(call, seconds=seconds)
        finally:
            met_by.reset(token)
        return response

    def _timed(self, request: HttpRequest) -> tuple[HttpResponse, float]:
        """Give the answer, and the seconds that the view of a plugin took."""
        outside = _views.set([])
        try:
            response = self._answered(request)
        finally:
            took = [calls.end(before) for before in _views.get()]
            _views.reset(outside)
        return response, sum(took)

    def _answered(self, request: HttpRequest) -> HttpResponse:
        """Give the answer, also where the code of a plugin asks the process to exit, which Django does not handle."""
        try:
            return self.get_response(request)
        except BaseException as error:
            if (response := self.process_exception(request, error)) is None:
                raise
            return response

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        call = _call_of(request)
        if call is None:
            return None
        plugin = call.plugin
        if call.socket == faults.PUBLIC:
            return let_in(request, plugin) or _begun(request, call)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not may_come(request.user, plugin):
            raise Http404
        request.user = narrowed(request.user, plugin)
        return _begun(request, call)

    def process_exception(self, request: HttpRequest, exception: BaseException) -> HttpResponse | None:
        """Return 503 if a plugin broke on the way, or if its own view raises anything but an answer."""
        if isinstance(exception, Faulty):
            return faulty(request)
        call = _call_of(request) or _call_in(exception, request)
        if call is None or isinstance(exception, ANSWERS) or guard.is_excused(exception):
            return None
        guard.broke(call, exception)
        return faulty(request)


def _begun(request: HttpRequest, call: guard.Call) -> HttpResponse | None:
    """Note that the view is called; 503 where it is left out."""
    if guard.is_left_out(call):
        return faulty(request)
    _views.get().append(calls.begin(call))
    return None


def _call_of(request: HttpRequest) -> guard.Call | None:
    """Return the call of a plugin's view that this request asks for, if it does."""
    match = request.resolver_match
    if match is not None and match.route.startswith(BELOW):
        return guard.Call(match.namespaces[0], faults.ADDRESS, match.view_name)
    if match is not None and match.namespaces[:1] == [public_addresses.NAMESPACE]:
        return guard.Call(match.namespaces[1], faults.PUBLIC, match.view_name)
    return None


def _call_in(exception: BaseException, request: HttpRequest) -> guard.Call | None:
    """Return the call of the plugin in whose code `exception` was raised, on a page of the site or of Wagtail: a block,
    a page model or a template of it. None for Mafunzo's own plugins, which are left to the error page and its report.
    """
    step, owners = exception.__traceback__, [""]
    while step is not None:
        owners.append(_owner_of_frame(step.tb_frame))
        step = step.tb_next
    plugin = next(filter(None, reversed(owners)), "")
    if not plugin or guard.is_trusted(plugin):
        return None
    return guard.Call(plugin, faults.PAGE, request.resolver_match.view_name if request.resolver_match else "")


def _owner_of_frame(frame: FrameType) -> str:
    """Return the plugin whose function or template this frame of a traceback runs."""
    module = frame.f_globals.get("__name__", "")
    origin = getattr(frame.f_locals.get("self"), "origin", None) if module.startswith("django.template") else None
    return owner_of_module(module) or owner_of_template(str(getattr(origin, "template_name", "") or ""))


def faulty(request: HttpRequest) -> HttpResponse:
    """Return 503 with a sentence: the requested page is not to be had now."""
    explanation = _(
        "A part of this site has a fault and cannot be used now. Saved work is safe; the data you just sent "
        "was not saved. The person who looks after this site finds the reason in its log."
    )
    if wants_json(request):
        return as_json(explanation, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return render(request, "503.html", {"explanation": explanation}, status=HTTPStatus.SERVICE_UNAVAILABLE)


def may_come(viewer: User, plugin: str) -> bool:
    """Return whether `plugin` is on at the viewer's institution, or at one of the institutions for which they have a
    duty.

    Whoever serves nowhere and works in the admin, as those do who write for every institution, comes to all of them.
    At most one statement, and those that their rights take where they serve nowhere.
    """
    if viewer.institution is not None and is_on(plugin, viewer.institution):
        return True
    if viewer.institution is None and viewer.has_perm("wagtailadmin.access_admin"):
        return True
    return Institution.objects.visible_to(narrowed(viewer, plugin)).exists()

"""Who may come to the addresses of a plugin: people who are signed in, where the plugin is on."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from lms.people.models import Institution, User
from lms.people.services import narrowed
from lms.plugins.activation import is_on

BELOW = "x/"
"""Where the addresses of plugins are: `x/<plugin>/`."""


class PluginAddresses:
    """A view of a plugin is reached only where the plugin is on,
    by somebody who then sees no more than those institutions.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not match.route.startswith(BELOW):
            return None
        plugin = match.namespaces[0]
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not may_come(request.user, plugin):
            raise Http404
        request.user = narrowed(request.user, plugin)
        return None


def may_come(viewer: User, plugin: str) -> bool:
    """Is `plugin` on where this person learns, or at one of the institutions for which they have a duty?

    At most one statement.
    """
    if viewer.institution is not None and is_on(plugin, viewer.institution):
        return True
    return Institution.objects.visible_to(narrowed(viewer, plugin)).exists()

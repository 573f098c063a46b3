"""Guard of the rows in Wagtail’s admin: decides who may open which row, independent of the view behind the address."""

from collections.abc import Iterable, Iterator, Mapping
from inspect import unwrap
from typing import TYPE_CHECKING, Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from wagtail.admin.views.generic.chooser import CreationFormMixin
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from lms.people.directory.current_viewer import viewed_by
from lms.people.directory.requests import view_name

from .lists import may_ask
from .middleware import UnderTheAdmin
from .parameters import refuse_unreadable, sought_as_words
from .rows import UnknownAddress, may_see, rows_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from lms.people.directory.models import User


WALKING = frozenset(
    {
        "wagtailadmin_explore",
        "wagtailadmin_explore_results",
        "wagtailadmin_choose_page_child",
        "wagtailadmin_api:pages:detail",
    }
)
"""Addresses on the way to a page: they are open for what stands above it, and list only what may be seen."""
LINKING = "wagtailadmin_choose_page_child"
"""Where a page to link to is chosen, which may be any that is live."""
FAULT = "wagtailadmin_error_test"
"""Wagtail's page that fails on purpose."""
MOVED = "page_to_move_id"
"""The page that an address moves. The root has no page above it, which Wagtail's views do not expect."""
NEEDED = {"wagtailadmin_choose_page_external_link": "external-link-chooser-url"}
"""A field without which Wagtail's form fails, by address."""
CREATION = ("creation_form_class", "form_fields", "exclude_form_fields")
"""What says that something can be made in a chooser."""
THIRD_PARTIES = ("wagtail", "wagtail_localize", "wagtailmedia", "rest_framework", "django")


class AdminViewer(UnderTheAdmin):
    """Middleware by which models with owners read, in the admin, only what the signed-in person may see.

    Ends before the commit.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(self.prefix) or not request.user.is_authenticated:
            return self.get_response(request)
        with viewed_by(request.user):
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = _pieces(response.streaming_content, request.user)
        return response


def _pieces(content: Iterable[bytes], viewer: "User") -> Iterator[bytes]:
    """Yield a file that is written while it is sent, each piece for `viewer`."""
    pieces = iter(content)
    while True:
        with viewed_by(viewer):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


class AdminGuard(UnderTheAdmin):
    """A row that is not this person's is not there, under any address of the admin.

    An address that nobody has judged is closed.
    """

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: Mapping[str, object]
    ) -> None:
        """Raise `Http404`, `BadRequest`.

        Whoever may not come into the admin is answered by the view, which asks them to sign in.
        """
        if not request.path.startswith(self.prefix):
            return
        refuse_unreadable(request.GET, address=view_name(request))
        request.GET = sought_as_words(request.GET)  # type: ignore[assignment]  # the stubs say immutable for good
        refuse_faulty(request, view, kwargs)
        if not _is_limited(request.user):
            return
        if not may_ask(request, view, kwargs):
            raise Http404
        try:
            rows = list(rows_of(view, args, kwargs))
        except UnknownAddress:
            if view.__module__.partition(".")[0] in THIRD_PARTIES:
                raise Http404 from None
            return
        if not all(_may_walk(request, pk) or may_see(request.user, model, pk) for model, pk in rows):
            raise Http404


def refuse_faulty(request: HttpRequest, view: object, kwargs: Mapping[str, object]) -> None:
    """Refuse what a view of Wagtail answers with a fault, whoever asks. Raises `Http404`, `BadRequest`."""
    name = view_name(request)
    if name == FAULT or (name.endswith(":create") and _creates_nothing(view)):
        raise Http404
    if MOVED in kwargs and Page.objects.filter(pk=kwargs[MOVED], depth=1).exists():
        raise Http404
    if request.method == "POST" and name in NEEDED and NEEDED[name] not in request.POST:
        raise BadRequest("A field is missing.")


def _creates_nothing(view: Any) -> bool:
    """Return whether this is the address of a chooser that cannot create a row."""
    inner = unwrap(view)
    form = getattr(getattr(inner, "view_class", None), "get_creation_form_class", None)
    return form is CreationFormMixin.get_creation_form_class and not any(
        inner.view_initkwargs.get(name) for name in CREATION
    )


def _is_limited(user: "AnonymousUser | User") -> bool:
    return not user.is_superuser and user.has_perm("wagtailadmin.access_admin")


def _may_walk(request: HttpRequest, pk: object) -> bool:
    """Return whether the address looks for pages, and the page is between the root and the pages that the person may
    see; a link may also name any live page.
    """
    name = view_name(request)
    if name == LINKING and Page.objects.live().filter(pk=pk).exists():
        return True
    return name in WALKING and page_permission_policy.explorable_instances(request.user).filter(pk=pk).exists()

"""What the frame of a page needs to know about its reader; costs no query of its own."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, get_language_info

from lms.plugins import destinations
from lms.plugins.destinations import Destination

PRECEDENCE = ("coordinator", "instructor", "learner", "administrator", "editor")
MOST_IN_THE_BAR = 3


@dataclass(frozen=True)
class Link:
    """One destination as the bar shows it."""

    label: str
    url: str
    icon: str
    current: bool = False


@dataclass(frozen=True)
class Language:
    """A language by its own name."""

    code: str
    name: str
    current: bool


@dataclass(frozen=True)
class Frame:
    """The bar of one reader. Worked out when the template asks: a fragment without the frame pays nothing."""

    request: HttpRequest

    @cached_property
    def signed_in(self) -> bool:
        return bool(getattr(self._user, "is_authenticated", False))

    @cached_property
    def person(self) -> str:
        return str(self._user) if self.signed_in else ""

    @cached_property
    def institution(self) -> str:
        """The name of the reader's institution, or nothing."""
        return str(getattr(self._user, "institution", None) or "")

    @cached_property
    def destinations(self) -> tuple[Link, ...]:
        """Where the reader's main duty goes: at most three."""
        return self._links[: len(self._main)]

    @cached_property
    def elsewhere(self) -> tuple[Link, ...]:
        """Every other place the reader's duties know, for the account menu."""
        return self._links[len(self.destinations) :]

    @cached_property
    def languages(self) -> tuple[Language, ...]:
        """The languages of the site, each by its own name."""
        now = get_language()
        return tuple(Language(code, _own_name(code, label), code == now) for code, label in settings.LANGUAGES)

    @cached_property
    def language(self) -> str:
        """The name of the language this page is in."""
        return next((language.name for language in self.languages if language.current), "")

    @property
    def _user(self):
        return getattr(self.request, "user", None)

    @cached_property
    def _places(self) -> dict[str, list[tuple[Destination, str]]]:
        """What each of the reader's duties knows, in precedence, with its URL."""
        duties = getattr(self._user, "duties", frozenset()) if self.signed_in else frozenset()
        places: dict[str, list[tuple[Destination, str]]] = {duty: [] for duty in PRECEDENCE if duty in duties}
        for found in destinations.all():
            url = _url(found) if found.duty in places and destinations.shown(found, self._user.institution) else ""
            if url:
                places[found.duty].append((found, url))
        return {duty: known for duty, known in places.items() if known}

    @cached_property
    def _main(self) -> list[tuple[Destination, str]]:
        """What stands in the bar: the first places of the first of the reader's duties that has any."""
        return next(iter(self._places.values()), [])[:MOST_IN_THE_BAR]

    @cached_property
    def _links(self) -> tuple[Link, ...]:
        """All links, those of the bar first, no URL twice, the nearest to this page marked."""
        links: dict[str, Destination] = {}
        for found, url in [*self._main, *(place for known in self._places.values() for place in known)]:
            links.setdefault(url, found)
        here = max((url for url in links if _is_under(self.request.path, url)), key=len, default=None)
        return tuple(Link(str(found.label), url, found.icon, url == here) for url, found in links.items())


def frame(request: HttpRequest) -> dict[str, Frame]:
    """`{{ frame }}` for `interface/base.html`."""
    return {"frame": Frame(request)}


def _url(found: Destination) -> str:
    """Where `found` leads; nothing while its URL is not routed, which `manage.py check` reports."""
    try:
        return reverse(found.url_name)
    except NoReverseMatch:
        return ""


def _is_under(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))


def _own_name(code: str, label: str) -> str:
    try:
        name = get_language_info(code)["name_local"]
    except KeyError:
        name = str(label)
    return name[:1].upper() + name[1:]

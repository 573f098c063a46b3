"""Context of the frame of a page about its reader; costs no query of its own."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import get_resolver, get_script_prefix, get_urlconf
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from lms.foundation.plugins.pages import linked_pages
from lms.foundation.plugins.pages.destinations import GROUPS

from .navigation import Place, destinations_of, help_for, name_of

MOST = 512
"""Parts of frames that a process keeps: there are as many as languages, duties and places that can be marked."""


@dataclass(frozen=True)
class Link:
    """One destination as the bar shows it, and the duty of which it is a place."""

    label: str
    url: str
    icon: str
    current: bool = False
    duty: str = ""
    group: str = ""


@dataclass(frozen=True)
class Section:
    """A group of places, the first of which stands for it."""

    label: str
    links: tuple[Link, ...]

    @property
    def url(self) -> str:
        return self.links[0].url

    @property
    def current(self) -> bool:
        return any(link.current for link in self.links)


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
        """The name of the reader's institution in their language, or nothing."""
        institution = getattr(self._user, "institution", None)
        return institution.local_name() if institution else ""

    @property
    def unread(self) -> int:
        """The number of notices that the reader has not read; it came with their row."""
        return getattr(self._user, "unread_notices", 0)

    @cached_property
    def crest(self) -> str:
        """The address of the picture of the crest of the reader's institution, or empty."""
        digest = getattr(getattr(self._user, "institution", None), "crest", None)
        return _crest_at(digest) if digest else ""

    @property
    def help(self) -> str:
        """The address of the help for this page, or empty."""
        return help_for(self.request.path)

    @cached_property
    def destinations(self) -> tuple[Link, ...]:
        """The places of the reader's main duty: at most five."""
        return self._links[: len(self._places[0])]

    @cached_property
    def elsewhere(self) -> tuple[Link, ...]:
        """The other places that the reader's duties know, in groups by duty below “More”."""
        return self._links[len(self.destinations) :]

    @property
    def bar(self) -> SafeString:
        """The destinations and what stands below “More”, drawn; nothing where there are none."""
        links = self.destinations
        exact = any(link.current and link.url == self.request.path for link in links)
        return _drawn("places", get_language(), links, self.elsewhere, exact=exact) if links else SafeString()

    @property
    def account_links(self) -> SafeString:
        """The links to the pages about the reader's own account, drawn."""
        return _drawn("account_links", get_language(), routes=(get_resolver(get_urlconf()), get_script_prefix()))

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The reader's places that stand in groups: the second level of the pages of administrators."""
        found = {group: tuple(link for link in self._links if link.group == group) for group in GROUPS}
        return tuple(Section(str(GROUPS[group]), links) for group, links in found.items() if links)

    @cached_property
    def languages(self) -> tuple[Language, ...]:
        """The languages of the site, each by its own name."""
        return _languages(get_language())

    @property
    def language_buttons(self) -> SafeString:
        """A button for each language, in a form."""
        return _language_buttons(get_language())

    @cached_property
    def language(self) -> str:
        """The name of the language this page is in."""
        return next((language.name for language in self.languages if language.current), "")

    @property
    def _user(self):
        return getattr(self.request, "user", None)

    @cached_property
    def _places(self) -> tuple[list[Place], list[Place]]:
        return destinations_of(self._user)

    @cached_property
    def _links(self) -> tuple[Link, ...]:
        """The links, those of the bar first, the nearest to this page marked."""
        places = tuple(place for places in self._places for place in places)
        here = max((url for _found, url in places if _is_under(self.request.path, url)), key=len, default=None)
        return _links(places, here, get_language())


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Return `{{ frame }}` for `interface/base.html`."""
    return {"frame": Frame(request)}


def _is_under(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))


@lru_cache(maxsize=MOST)
def _links(places: tuple[Place, ...], here: str | None, _language: str | None) -> tuple[Link, ...]:
    """Return the links to `places` in the language that is active, the one to `here` marked."""
    return tuple(Link(str(place.label), url, place.icon, url == here, place.duty, place.group) for place, url in places)


@lru_cache(maxsize=MOST)
def _drawn(
    part: str,
    _language: str | None,
    links: tuple[Link, ...] = (),
    others: tuple[Link, ...] = (),
    *,
    exact: bool = False,
    routes: object = None,
) -> SafeString:
    """Return a part of the frame with these links, which many readers have: drawn once for each language. `routes` are
    the routes in which the part looks up its own addresses.
    """
    more = [(name_of(duty), list(group)) for duty, group in groupby(others, attrgetter("duty"))]
    return render_to_string(f"interface/components/{part}.html", {"links": links, "more": more, "exact": exact})


@lru_cache(maxsize=len(settings.LANGUAGES) + 1)
def _languages(now: str | None) -> tuple[Language, ...]:
    """Return the languages, the same for everybody who reads in the language `now`."""
    return tuple(Language(code, _own_name(code, label), code == now) for code, label in settings.LANGUAGES)


@lru_cache(maxsize=len(settings.LANGUAGES) + 1)
def _language_buttons(now: str | None) -> SafeString:
    """Return the language buttons, the same on every page: drawn once for each language."""
    return render_to_string("interface/components/languages.html", {"languages": _languages(now)})


def _own_name(code: str, label: object) -> str:
    try:
        name = get_language_info(code)["name_local"]
    except KeyError:
        name = str(label)
    return name[:1].upper() + name[1:]


@lru_cache(maxsize=256)
def _crest_at(digest: str) -> str:
    return linked_pages.address(linked_pages.CREST, digest)

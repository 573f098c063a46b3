"""The addresses that plugins bring, below `/x/<plugin>/`, and those for whoever comes, below `/p/<plugin>/`."""

from django.apps import apps
from django.urls import URLResolver, get_resolver, include, path

from lms.foundation.plugins.pages.public_addresses import BELOW as PUBLIC
from lms.foundation.plugins.pages.public_addresses import NAMESPACE
from lms.foundation.plugins.plugin import Plugin, loaded
from lms.foundation.plugins.runtime import exits, quarantine

from .middleware import BELOW
from .public_addresses import without_tokens


def patterns() -> list[URLResolver]:
    """Return the addresses of every plugin that runs.

    One whose addresses break goes into quarantine, and the rest is served.
    """
    private, public = [], []
    for plugin in loaded():
        try:
            for_people, for_all = _of(plugin)
            for resolver in (*for_people, *for_all):
                resolver.reverse_dict.keys()  # reads all of them
            private += for_people
            public += for_all
        except BaseException as error:  # whatever somebody else's module raises
            if exits.is_exit_order(error):
                raise
            quarantine.put(plugin.label, error)
            quarantine.seal(apps, plugin.label)
    return [*private, below_public(public)]


def _of(plugin: Plugin) -> tuple[list[URLResolver], list[URLResolver]]:
    """Return the addresses for signed-in people, and the public ones."""
    urls, open_urls, slug = plugin.manifest.urls, plugin.manifest.public_urls, plugin.label
    private = [path(f"{BELOW}{plugin.address or slug}/", include((urls, slug), namespace=slug))] if urls else []
    return private, [public_of(slug, open_urls)] if open_urls else []


def public_of(slug: str, urls: str) -> URLResolver:
    """Return the public addresses of one plugin, from its module or a list of them; they go into `below_public`."""
    return without_tokens(path(f"{slug}/", include((urls, slug), namespace=slug)))


def below_public(resolvers: list[URLResolver]) -> URLResolver:
    """Return the public addresses of all plugins."""
    return path(PUBLIC, include((resolvers, NAMESPACE), namespace=NAMESPACE))


def read() -> None:
    """Read the addresses of the whole site now, so that those which break are known."""
    get_resolver().url_patterns  # noqa: B018  asking reads them

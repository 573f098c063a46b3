"""The addresses that plugins bring, below `/x/<plugin>/`."""

from django.apps import apps
from django.urls import URLResolver, get_resolver, include, path

from lms.plugins import quarantine
from lms.plugins.plugin import loaded

from .guard import BELOW


def patterns() -> list[URLResolver]:
    """The addresses of every plugin that runs.

    One whose addresses break goes into quarantine, and the rest is served.
    """
    resolvers: list[URLResolver] = []
    for plugin in loaded():
        if plugin.manifest.urls:
            try:
                resolver = path(
                    f"{BELOW}{plugin.label}/", include((plugin.manifest.urls, plugin.label), namespace=plugin.label)
                )
                resolver.reverse_dict.keys()  # reads all of them
                resolvers.append(resolver)
            except Exception as error:  # whatever somebody else's module raises
                quarantine.put(plugin.label, error)
                quarantine.seal(apps, plugin.label)
    return resolvers


def read() -> None:
    """Read the addresses of the whole site now, so that those which break are known."""
    get_resolver().url_patterns  # noqa: B018  asking reads them

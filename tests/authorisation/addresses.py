"""Every address that the site answers, read from its URL configuration."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def addresses() -> dict[str, URLPattern]:
    """Every address, by name with namespace; one without a name is called by its route."""
    return dict(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list, namespace: str, route: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, here)
        else:
            yield (f"{namespace}{pattern.name}" if pattern.name else here), pattern

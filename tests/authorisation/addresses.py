"""Every address that the site answers, read from its URL configuration."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

OURS = ("lms", "courses", "assessments", "certificates", "home")


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


def module_of(pattern: URLPattern) -> str:
    """The module in which the view behind `pattern` is written."""
    view = pattern.callback
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return getattr(view, "view_class", view).__module__


def ours() -> set[str]:
    """The names of the addresses whose views this house wrote, or took from Django to sign in and out."""
    from lms.people import urls

    routed = {pattern.name for pattern in urls.urlpatterns}
    return routed | {name for name, pattern in addresses().items() if module_of(pattern).partition(".")[0] in OURS}


def wagtails() -> set[str]:
    """The names of all other addresses: Wagtail's and its companions'."""
    return set(addresses()) - ours()

"""Names that no plugin may take, because an app, a table or an address is called so already."""

from collections.abc import Iterable

LABELS = {
    "account",
    "wagtailadmin",
    "wagtailcore",
    "wagtaildocs",
    "wagtailembeds",
    "wagtailimages",
    "wagtaillocales",
    "wagtailsearch",
    "wagtailsites",
    "wagtailsnippets",
    "wagtailusers",
}
"""Labels of apps that differ from the last part of their names."""
NAMESPACES = {
    "academy",
    "cohort",
    "institution",
    "learn",
    "notices",
    "membership",
    "plugins",
    "privacy",
    "public",
    "reports",
    "sessions",
    "status",
    "teach",
    "verify",
}
"""First parts of the names of addresses."""


def reserved(apps: Iterable[str]) -> set[str]:
    """Return the names that are taken if these apps are installed: their names, their labels, and the namespaces of
    addresses.
    """
    names = list(apps)
    return {*names, *(name.rpartition(".")[2] for name in names), *LABELS, *NAMESPACES}

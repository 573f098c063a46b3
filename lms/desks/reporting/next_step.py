"""Next step from a page that has no rows to show."""

from typing import Any

from django.urls import reverse

from lms.foundation.plugins.pages import destinations, linked_pages

PAGES = (linked_pages.ASSIGN, linked_pages.COHORTS)
"""First to where courses are assigned, where one may; else to the cohorts."""


def way_on(viewer: Any) -> tuple[str, str] | None:
    """Return the address and the name of a place in the viewer's own bar from which something comes into reports; None
    where there is none.
    """
    own = {
        reverse(one.url_name): str(one.label)
        for one in destinations.all()
        if one.duty in viewer.duties and destinations.shown(one, viewer.institution)
    }
    return next(((url, own[url]) for url in map(linked_pages.address, PAGES) if url in own), None)

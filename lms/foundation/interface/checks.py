"""Checks of `manage.py check` about the frame."""

from django.core.checks import CheckMessage, Error

from lms.foundation.plugins.pages import destinations

from .navigation import url_of


def destinations_lead_somewhere(app_configs, **kwargs) -> list[CheckMessage]:
    """Return an error for each destination whose URL cannot be made; the bar leaves such a destination out."""
    return [
        Error(
            f"The destination “{destination.label}” leads to “{destination.url_name}”, which no URL is named.",
            hint="Route the URL, or do not register the destination.",
            id="interface.E001",
        )
        for destination in destinations.all()
        if not url_of(destination)
    ]

"""What `manage.py check` says about the frame."""

from django.core.checks import CheckMessage, Error
from django.urls import NoReverseMatch, reverse

from lms.plugins import destinations


def destinations_lead_somewhere(app_configs, **kwargs) -> list[CheckMessage]:
    """An error for each destination whose URL cannot be made; the bar leaves such a destination out."""
    return [
        Error(
            f"The destination “{found.label}” leads to “{found.url_name}”, which no URL is named.",
            hint="Route the URL, or do not register the destination.",
            id="interface.E001",
        )
        for found in destinations.all()
        if not _leads_somewhere(found.url_name)
    ]


def _leads_somewhere(url_name: str) -> bool:
    try:
        reverse(url_name)
    except NoReverseMatch:
        return False
    return True

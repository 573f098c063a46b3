"""A picture as an answer: an image that can do nothing, and that is asked for anew each time it is shown."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control

from assessments.casework import Card
from lms.foundation.interface.pictures import image_response

from .models import Picture


def picture_response(request: HttpRequest, name: str, cards: Iterable[Card | None]) -> HttpResponseBase:
    """Show the picture called `name`, if it is that of one of the `cards`. Raises `Http404`. One statement.

    The reader’s browser keeps it, which saves a slow line, and shows it again only where it is told that it still may:
    that answer has no bytes of it and takes no statement.
    """
    if name not in {card.picture for card in cards if card is not None}:
        raise Http404
    response = get_conditional_response(request, etag=f'"{name}"') or _whole(name)
    response["ETag"] = f'"{name}"'
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _whole(name: str) -> HttpResponse:
    row = Picture.objects.filter(pk=name).first()
    if row is None:
        raise Http404
    return image_response(bytes(row.data), "image/jpeg")

"""Answers for scripts: JSON where a request asks for it rather than for a page."""

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from lms.foundation.text.fault_numbers import numbered

HTML, JSON = "text/html", "application/json"


def wants_json(request: HttpRequest) -> bool:
    """Return whether the request prefers JSON to a page, by the header Accept. False for a browser that opens a
    page.
    """
    return request.get_preferred_type([HTML, JSON]) == JSON


def as_json(message: str, *, status: int, **more: object) -> JsonResponse:
    """Return an object with a sentence for the person as `message`, and `more`. No cache keeps it. About a
    fault (from 500 on) the sentence has the number under which the log knows it.
    """
    sentence = numbered(message) if status >= HTTPStatus.INTERNAL_SERVER_ERROR else message
    response = JsonResponse({"message": sentence, **more}, status=status)
    add_never_cache_headers(response)
    patch_vary_headers(response, ["Accept"])
    return response

"""A page in place of the empty answer to whoever opens an address that takes only what is sent to it."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers

from .json_responses import HTML

EVERYTHING_ELSE = "wagtail_serve"
"""The view of addresses that no other fits: whether there is a page only the database knows."""


class PageForRefusedMethod:
    """Middleware for a browser that opens an address to which things are only sent, as after signing in again before
    sending, or after changing the language beside an error. It gets a page that leads to the one from which was sent,
    as far as the address says; programs get the response unchanged.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET" or not _shows(request):
            return response
        page = render(request, "405.html", {"above": page_above(request.path)}, status=response.status_code)
        page["Allow"] = response["Allow"]
        patch_vary_headers(page, ["Accept"])
        return page


def page_above(path: str) -> str:
    """Return the nearest address above `path` that a view of its own answers, or the first page."""
    while path := path.rstrip("/").rpartition("/")[0]:
        try:
            name = resolve(f"{path}/").view_name
        except Resolver404:
            continue
        if name != EVERYTHING_ELSE:
            return f"{path}/"
    return "/"


def _shows(request: HttpRequest) -> bool:
    return HTML in request.headers.get("Accept", "")

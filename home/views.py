"""Where each role lands, and what is up."""

from django.http import HttpRequest, HttpResponse


def landing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse()

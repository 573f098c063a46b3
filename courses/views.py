"""What the public and editors see of pages, and files of compiled content. Learners read in the player."""

from django.http import HttpRequest, HttpResponse


def show_course(request: HttpRequest, page) -> HttpResponse:
    return HttpResponse(page.title)


def show_programme(request: HttpRequest, page) -> HttpResponse:
    return HttpResponse(page.title)


def to_course(request: HttpRequest, page) -> HttpResponse:
    return HttpResponse(page.title)


def preview_activity(request: HttpRequest, page) -> HttpResponse:
    return HttpResponse(page.title)


def library(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def media(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse()

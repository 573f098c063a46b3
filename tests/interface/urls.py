"""Addresses enough to render the frame without the rooms that own them."""

from django.http import HttpResponse
from django.urls import include, path


def nothing(request):
    return HttpResponse()


urlpatterns = [
    path("", include(([path("privacy/", nothing, name="mine")], "privacy"))),
    path("", include(([path("notices/", nothing, name="mine")], "notices"))),
    *(
        path(f"{name}/", nothing, name=name)
        for name in (
            "language",
            "sign-in",
            "own-transfers",
            "stand-ins",
            "sign-out",
            "password",
            "e-mail",
            "own-profile",
            "sessions",
            "learning",
            "library",
            "certificates",
            "profile",
            "cohorts",
            "marking",
            "overview",
        )
    ),
]

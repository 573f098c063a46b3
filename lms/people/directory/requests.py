"""Request as views and middlewares know it: the user who sent it, and the view that answers."""

from django.http import HttpRequest

from .models import User


class SignedInRequest(HttpRequest):
    """The type of a request in views behind the sign-in, where whoever has not signed in never comes.

    Only an annotation: no such object is ever made.
    """

    user: User


def view_name(request: HttpRequest) -> str:
    """Return the name of the view that answers, with its namespaces; empty if no address fits."""
    return request.resolver_match.view_name if request.resolver_match else ""

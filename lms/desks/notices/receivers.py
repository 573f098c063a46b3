"""Signal receiver that ends the pushes to a browser when a person signs out in it."""

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from lms.people.directory.models import User
from lms.people.identity.sessions import services as sessions

from .channels.push import subscriptions


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: User | None, **_kwargs: object) -> None:
    """End pushes: no pushes come to a browser in which somebody has signed out."""
    if user is not None:
        subscriptions.forget_session(person=user, began_at=sessions.signed_in_at(request, now=timezone.now()))

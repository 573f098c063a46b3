"""Background work of the site itself: a sign of life, and pages whose hour has come."""

from celery import shared_task
from celery.signals import worker_ready
from django.core.management import call_command
from django.utils import timezone

from . import heartbeat


@shared_task
def beat() -> None:
    """Show that scheduler, broker and worker are alive, all three."""
    heartbeat.beat(timezone.now())


@worker_ready.connect
def _begin_to_live(**_kwargs: object) -> None:
    heartbeat.beat(timezone.now())


@shared_task
def publish_scheduled() -> None:
    """Publish and unpublish the pages whose time an editor has set."""
    call_command("publish_scheduled")

"""Background work of the site itself: a sign of life, and pages whose hour has come."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.core.management import call_command
from django.utils import timezone

from . import heartbeat


@shared_task
def beat(queue: str) -> None:
    """Show that scheduler, broker and the worker of `queue` are alive, all three."""
    heartbeat.beat(queue, timezone.now())


@worker_ready.connect
def _begin_to_live(sender: Any, **_kwargs: object) -> None:
    for queue in sender.app.amqp.queues.consume_from:
        beat.apply_async((queue,), queue=queue)


@shared_task
def publish_scheduled() -> None:
    """Publish and unpublish the pages whose time an editor has set."""
    call_command("publish_scheduled")

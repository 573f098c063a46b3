"""Background work of the site itself: a sign of life."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.utils import timezone

from .operation import heartbeat


@shared_task
def beat(queue: str) -> None:
    """Show that scheduler, broker and the worker of `queue` are alive, all three."""
    heartbeat.beat(queue, timezone.now())


@worker_ready.connect
def _begin_to_live(sender: Any, **_kwargs: object) -> None:
    for queue in sender.app.amqp.queues.consume_from:
        beat.apply_async((queue,), queue=queue)

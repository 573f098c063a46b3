"""Background work of the site itself: a sign of life, and alerts."""

from typing import Any

from celery import Task
from celery.signals import beat_init, task_prerun, worker_init, worker_ready
from django.conf import settings
from django.utils import timezone

from lms.foundation.work import schedule
from lms.foundation.work.task import task

from .operation import heartbeat
from .operation.health import alerts, hosts
from .upgrades.versions import refuse_to_start


@task()
def beat(queue: str) -> None:
    """Show that scheduler, broker and the worker of `queue` are alive, all three."""
    heartbeat.beat(queue, timezone.now())
    hosts.mark(queue, timezone.now())


@task()
def watch(queue: str) -> None:
    """Look at the parts of the health, and mail about those that broke or work again."""
    alerts.watch_instead(queue, timezone.now())


for _queue in ("celery", settings.SWEEPS):
    schedule.add(schedule.Entry(beat.name, seconds=30, queue=_queue, args=(_queue,)))
    schedule.add(schedule.Entry(watch.name, seconds=60, queue=_queue, args=(_queue,)))


@worker_init.connect
@beat_init.connect
def _look_at_the_database(**_kwargs: object) -> None:
    refuse_to_start()


@worker_ready.connect
def _begin_to_live(sender: Any, **_kwargs: object) -> None:
    for queue in sender.app.amqp.queues.consume_from:
        beat.apply_async((queue,), queue=queue)


@task_prerun.connect
def _show_life(task: Task, **_kwargs: object) -> None:
    heartbeat.show(task.request.hostname or "")

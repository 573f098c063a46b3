"""Declaration of a task by a room, with its queue, its time limit and how often it runs."""

from collections.abc import Callable
from datetime import time, timedelta

from celery import Task, shared_task
from django.apps import apps
from django.conf import settings

from lms.foundation.plugins.runtime.activation import owner_of

from . import schedule

SHORT = 120
"""Seconds after which a task is killed that others wait for."""
_soon: set[str] = set()


def task(
    *, soon: bool = False, every: timedelta | None = None, daily_at: time | None = None, **options: object
) -> Callable[[Callable[..., object]], Task]:
    """Make a function of an app's module `tasks` a task that any worker runs, called “<label of the app>.<function>”.

    One that is done `soon` has a queue and a worker beside long work, such as deadlines, and ends within `SHORT`
    seconds. Where `every` or `daily_at` (UTC) is given the scheduler sends it, without arguments. Other `options` are
    Celery's.

    Raises `ValueError` for a task of a plugin that runs every so often: a job is guarded, and stops where the plugin is
    off.
    """

    def declare(function: Callable[..., object]) -> Task:
        name = name_of(function)
        if soon:
            _soon.add(name)
        if every or daily_at:
            if owner_of(function):
                raise ValueError(
                    f"{name} belongs to a plugin. What runs every so often is a Job (lms.foundation.plugins.job)."
                )
            seconds = every.total_seconds() if every else 0
            at, queue = f"{daily_at:%H:%M}" if daily_at else "", settings.SWEEPS if soon else ""
            schedule.add(schedule.Entry(name, seconds=seconds, daily_at=at, queue=queue))
        return shared_task(name=name, **({"time_limit": SHORT} if soon else {}), **options)(function)

    return declare


def name_of(function: Callable[..., object]) -> str:
    """Give the name of a task: it stays when a module moves, so messages on their way still arrive.

    Raises `ValueError` for a function outside the module `tasks` of an app, where no name could find it.
    """
    config = apps.get_containing_app_config(function.__module__)
    if not config or function.__module__ != f"{config.name}.tasks":
        raise ValueError(f"{function.__module__}.{function.__name__}: a task stands in the module `tasks` of its app.")
    return f"{config.label}.{function.__name__}"


def route(name: str, *_args: object, **_options: object) -> dict[str, str] | None:
    """Return the queue of the task `name`, for Celery's setting `task_routes`; None for an unknown one."""
    return {"queue": settings.SWEEPS} if name in _soon else None

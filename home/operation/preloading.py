"""Loading of all that the processes of `manage.py serve` run, once before they are forked."""

import gc
from importlib import import_module

from celery import Celery
from django.conf import settings
from django.db import connection, connections
from django.utils.module_loading import import_string

LIBRARIES = (
    "billiard.popen_fork",
    "celery.app.log",
    "celery.apps.beat",
    "celery.apps.worker",
    "celery.bin.celery",
    "celery.concurrency.prefork",
    "celery.worker.autoscale",
    "celery.worker.components",
    "celery.worker.consumer",
    "gunicorn.app.wsgiapp",
    "gunicorn.workers.gthread",
    "kombu.transport.redis" if settings.REDIS_URL else "lms.foundation.work.folder_transport",
    *(["psycopg_pool"] if connection.vendor == "postgresql" else []),
)
"""What the commands would load by themselves, each in its own process."""


def preload(app: Celery, scheduler: Celery) -> None:
    """Load the site, all tasks of `app` and what runs them. Afterwards no collection of garbage touches what is loaded,
    so that it stays shared; no connection is open.
    """
    import_string(settings.WSGI_APPLICATION)
    app.loader.import_default_modules()
    for name in LIBRARIES:
        import_module(name)
    for one in (app, scheduler):
        one.finalize()
    connections.close_all()
    gc.unfreeze()
    gc.collect()
    gc.freeze()

"""The Celery application: background work that starts from rows."""

import gc
import logging.config
import os
from pathlib import Path
from typing import Any

import structlog
from celery import Celery
from celery.signals import setup_logging, task_prerun, worker_before_create_process
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")

TRANSPORT_ALIASES["folders"] = "lms.foundation.work.folder_transport:Transport"
app = Celery("mafunzo")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_configure.connect
def make_folders_of_the_embedded_queue(sender: Celery, **_kwargs: object) -> None:
    for name, folder in sender.conf.broker_transport_options.items():
        if name.endswith(("folder", "_in", "_out")):
            Path(folder).mkdir(parents=True, exist_ok=True)


@setup_logging.connect
def _log_as_the_site_does(**_kwargs: object) -> None:
    logging.config.dictConfig(settings.LOGGING)


@task_prerun.connect
def _name_the_task_in_the_log(task_id: str, task: Any, **_kwargs: object) -> None:
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(task=task.name, task_id=task_id)


@worker_before_create_process.connect
def _share_what_is_loaded(**_kwargs: object) -> None:
    """Share what is loaded: the process that runs tasks is a fork: a collection of garbage there would copy all that it
    walks through.
    """
    gc.freeze()

"""The Celery application: background work that starts from rows."""

import os
from pathlib import Path

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")

app = Celery("mafunzo")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

for name, folder in settings.CELERY_BROKER_TRANSPORT_OPTIONS.items():
    if name.endswith(("folder", "_in", "_out")):
        Path(folder).mkdir(parents=True, exist_ok=True)

"""The scheduler: it sends tasks by name and loads neither tasks nor models,
so it takes a third of the memory of `celery -A lms beat`.
"""

from celery import Celery

from .celery import make_folders_of_the_embedded_queue

app = Celery("mafunzo-scheduler", fixups=[], set_as_current=False)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.on_after_configure.connect(make_folders_of_the_embedded_queue)

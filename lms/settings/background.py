"""Background work: Redis in production, folders of the data folder in the embedded default.

Rows are the truth, see docs/run/when-something-stops.md.
"""

from typing import Any

from .databases import REDIS_URL
from .environment import DATA_DIR

# Celery calls a socket, and the database behind it, otherwise than Redis does.
_socket = REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)
CELERY_BROKER_URL = (_socket if REDIS_URL.startswith("unix://") else REDIS_URL) or "folders://localhost"
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = CELERY_RESULT_ACCEPT_CONTENT = ["json"]  # nothing that comes from the broker is run
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False  # nobody who reaches the broker stops a worker or changes it
CELERY_WORKER_CONSUMER = "lms.foundation.work.consumer:Consumer"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker looks for Redis until it is back, however long that takes
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "lms.foundation.work.scheduler_clock:Scheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 10  # seconds, after which it sees that its clock was put back
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any]
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 1800,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "max_retries": 1,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(DATA_DIR / "queue" / "messages"),
        "data_folder_out": str(DATA_DIR / "queue" / "messages"),
        "control_folder": str(DATA_DIR / "queue" / "control"),
        "polling_interval": 0.1,
    }

SWEEPS = "sweeps"
"""The queue of what must not wait behind long work: deadlines above all.

A worker of its own serves it, and nothing there takes long. Which tasks those are stands beside them, as does what the
scheduler sends (`lms.foundation.work.task`).
"""
CELERY_TASK_ROUTES = ("lms.foundation.work.task.route",)

"""Background work: Redis in production, folders of the data folder in the embedded default.

Rows are the truth, see docs/operations.md.
"""

from typing import Any

from celery.schedules import crontab

from .environment import DATA_DIR
from .stores import REDIS_URL

CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker looks for Redis until it is back, however long that takes
CELERY_TIMEZONE = "UTC"
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

A worker of its own serves it, and nothing there takes long.
"""
CELERY_TASK_ROUTES = {
    "lms.progress.tasks.sweep_deadlines": {"queue": SWEEPS},
    "lms.progress.tasks.sweep": {"queue": SWEEPS},
    "courses.tasks.keep_hours": {"queue": SWEEPS},
    "lms.switchboard.tasks.run_jobs": {"queue": SWEEPS},
    "certificates.tasks.sweep": {"queue": SWEEPS},
}
CELERY_TASK_ANNOTATIONS = {task: {"time_limit": 120} for task in CELERY_TASK_ROUTES}
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep-stale-courses": {"task": "courses.tasks.sweep", "schedule": 60},
    "sweep-assignments": {"task": "lms.progress.tasks.sweep", "schedule": 60},
    "sweep-deadlines": {"task": "lms.progress.tasks.sweep_deadlines", "schedule": 30},
    "sweep-deliveries": {"task": "lms.switchboard.tasks.sweep", "schedule": 60},
    "run-jobs": {"task": "lms.switchboard.tasks.run_jobs", "schedule": 60},
    "sweep-certificates": {"task": "certificates.tasks.sweep", "schedule": 60},
    "issue-missing-certificates": {
        "task": "certificates.tasks.issue_missing",
        "schedule": crontab(hour="0", minute="15"),
    },
    "forget-failed-sign-ins": {"task": "lms.people.tasks.forget_failures", "schedule": 600},
    "sweep-mails": {"task": "lms.people.tasks.sweep_mails", "schedule": 60},
    "heartbeat": {"task": "home.tasks.beat", "schedule": 30, "args": ("celery",)},
    "heartbeat-sweeps": {"task": "home.tasks.beat", "schedule": 30, "args": (SWEEPS,), "options": {"queue": SWEEPS}},
    "keep-hours": {"task": "courses.tasks.keep_hours", "schedule": 30},
}
for _entry in CELERY_BEAT_SCHEDULE.values():  # behind a worker that is stuck no more than these minutes pile up
    _entry["options"] = {"expires": 600, **_entry.get("options", {})}

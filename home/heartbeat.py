"""The worker's sign of life: in the shared cache where there is one, else in a file of the data folder."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache

KEY = "heartbeat"
SILENT_AFTER = timedelta(minutes=3)
_A_DAY = 86_400


def _file() -> Path:
    return Path(settings.DATA_DIR) / KEY


def beat(now: datetime) -> None:
    """Note that a worker was alive at `now`."""
    if settings.REDIS_URL:
        cache.set(KEY, now.isoformat(), _A_DAY)
    else:
        waiting = _file().with_suffix(".new")
        waiting.write_text(now.isoformat())
        waiting.replace(_file())


def last() -> datetime | None:
    """When a worker last showed that it was alive; None where none ever did."""
    text = cache.get(KEY) if settings.REDIS_URL else _written()
    return datetime.fromisoformat(text) if text else None


def _written() -> str:
    return _file().read_text() if _file().exists() else ""

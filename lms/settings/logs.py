"""Structured logs: JSON in production, key=value elsewhere.

Lines carry ids of requests, tasks and people, and no personal data.
"""

from typing import Any

import structlog

from .scrubbing import scrub, written

_EVERY_LINE: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
_QUIET = {
    "django.request": "ERROR",  # one line for each 404, with its address; the request log has them without
    "django.server": "WARNING",
    "axes": "CRITICAL",  # names accounts and addresses; the security log has them without
    "celery.beat": "WARNING",
    "fontTools": "ERROR",
    "xhtml2pdf": "ERROR",
}


def structured(*, json: bool, level: str, security: str = "NOTSET") -> dict[str, object]:
    """Return Django's LOGGING, with structlog set up to write through it.

    `security` is the level of what concerns the safety of accounts.
    """
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_EVERY_LINE,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    order = ["timestamp", "level", "logger", "event"]
    last: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if json
        else structlog.processors.LogfmtRenderer(key_order=order)
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": _EVERY_LINE,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            scrub,
            structlog.processors.ExceptionRenderer(written),
            last,
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"structured": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "INFO"},
            "mafunzo.security": {"level": security},
            **{name: {"level": quiet} for name, quiet in _QUIET.items()},
        },
    }

"""The site on gunicorn, with little patience for a replica that is behind, so that a test need not wait for minutes."""

from lms.desks.reporting import replica
from lms.wsgi import application  # noqa: F401  for gunicorn

replica.MOST_BEHIND, replica.SECONDS, replica.SECONDS_AFTER_FAULT = 4, 0.1, 0.5

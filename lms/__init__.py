"""Mafunzo: the e-learning platform of the police academies."""

from lms.celery import app as celery_app

__all__ = ["celery_app"]

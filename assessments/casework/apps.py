"""The app: it brings a command, and no rows."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "assessments.casework"
    label = "casework"

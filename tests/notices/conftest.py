"""A gateway for text messages, and a mail server, which this installation uses."""

import pytest

from tests.people.mailbox import MailServer

from .gateway import SmsGateway


@pytest.fixture
def gateway(settings):
    """A gateway that knows keys and answers within a second."""
    settings.SMS_BODY = "to={to}&message={text}&from={from}&id={key}"
    settings.SMS_SECONDS, settings.SMS_SENDER, settings.SMS_REFERENCE = 1, "MAFUNZO", "taken.0.number"
    settings.SMS_INTERNAL_HOSTS = ["127.0.0.1"]
    with SmsGateway().running() as running:
        settings.SMS_URL = running.url
        yield running


@pytest.fixture
def mail_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 5
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    server = MailServer()
    settings.EMAIL_PORT = server.port
    with server.running():
        yield server

"""Checks of `manage.py check` that clients can be told apart, and of mail."""

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning


def proxies_are_counted(app_configs, **kwargs) -> list[CheckMessage]:
    """Return an error for an invalid number; a warning if everybody is sent to TLS and no proxy is named that could end
    it.
    """
    if settings.PROXY_COUNT < 0:
        return [
            Error(
                f"PROXY_COUNT={settings.PROXY_COUNT} is no number of proxies.", hint="Give 0 or more.", id="people.E001"
            )
        ]
    if settings.SECURE_SSL_REDIRECT and not settings.PROXY_COUNT:
        return [
            Warning(
                "PROXY_COUNT is 0 although everybody is sent to https.",
                hint="Say in PROXY_COUNT how many proxies stand before the web server. Without it nobody gets in (a "
                "redirect without end), "
                "and all failed sign-ins would count against the proxy's address. See docs/run/proxies.md.",
                id="people.W001",
            )
        ]
    return []


def mail_has_a_server(app_configs, **kwargs) -> list[CheckMessage]:
    """Return a warning if mail is not delivered: then people who have forgotten their password wait for a link in
    vain.
    """
    if settings.EMAIL_BACKEND.rpartition(".")[0].rpartition(".")[2] not in ("console", "filebased", "dummy"):
        return []
    return [
        Warning(
            "No mail is sent, since EMAIL_URL names no mail server.",
            hint="Set EMAIL_URL, as in smtp+tls://user:password@host:587. See docs/run/mail-and-text.md.",
            id="people.W002",
        )
    ]

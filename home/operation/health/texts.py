"""Words for each part of the health page: its name, what to do, and the page of the book “Run it” that says more."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.health import DOWN, UP, WARNING, Finding

STATUSES = {UP: _("Works"), WARNING: _("Somebody has to look"), DOWN: _("Does not work")}
_WAITS = _(
    "Work waits longer than it should, or was given up. See whether both workers run, then look for faults in the log."
)
_NOT_QUEUED = _(
    "Nothing can be noted or queued. See whether Redis runs and REDIS_URL is right; without Redis, whether the data "
    "folder can be written."
)
WORDS = {
    "database": (
        _("Database"),
        _("The database cannot be reached. See whether it runs and DATABASE_URL is right."),
        "when-something-stops",
    ),
    "schema": (
        _("Tables of the database"),
        _(
            "The database lacks tables, columns, triggers or migrations of this version. Run “manage.py migrate”; if "
            "that does not help, restore a backup."
        ),
        "upgrading",
    ),
    "version": (
        _("Version"),
        _("Program and database are of different versions. Finish the upgrade, or start the program that fits."),
        "upgrading",
    ),
    "clock": (
        _("Clock"),
        _("The clocks of this machine and of the database differ by more than 30 seconds. Set both by NTP."),
        "watching",
    ),
    "cache": (_("Cache"), _NOT_QUEUED, "when-something-stops"),
    "broker": (_("Queue of messages"), _NOT_QUEUED, "when-something-stops"),
    "worker": (
        _("Worker"),
        _(
            "The worker was silent for three minutes: certificates, lists and courses wait. Start it and the "
            "scheduler; nothing is lost."
        ),
        "when-something-stops",
    ),
    "sweeper": (
        _("Worker of deadlines"),
        _(
            "The worker of deadlines was silent for three minutes: attempts stay open past their end. Start it and the "
            "scheduler; nothing is lost."
        ),
        "when-something-stops",
    ),
    "storage": (
        _("Storage of files"),
        _("A file could not be stored. See whether the disk is full or read-only, or whether the bucket answers."),
        "disk-full",
    ),
    "static_files": (
        _("Static files"),
        _(
            "Files of the interface on this machine are missing or of another version. Run “manage.py collectstatic” "
            "and restart the web server."
        ),
        "upgrading",
    ),
    "disk": (
        _("Disk"),
        _("A disk is nearly full, or will be soon. Make room before nothing can be saved."),
        "disk-full",
    ),
    "settings": (
        _("Settings of all processes"),
        _("Processes run with different settings. Give all the same values, and restart those with the old ones."),
        "settings",
    ),
    "files": (
        _("Files of all machines"),
        _("Each machine keeps files in its own folder and lacks those of others. Use a bucket or a shared folder."),
        "proxies",
    ),
    "mail_server": (
        _("Mail server"),
        _("The mail server does not let Mafunzo in. See whether it runs and EMAIL_URL is right."),
        "mail-does-not-arrive",
    ),
    "proxies": (
        _("Proxies"),
        _("Requests do not fit PROXY_COUNT, so that wrong passwords count for the wrong address. Count the proxies."),
        "proxies",
    ),
    "backup": (
        _("Backup"),
        _("There is no backup of the last two days, or a verified set had a fault. Run “manage.py backup”."),
        "backup",
    ),
    "certificate_keys": (
        _("Keys of certificates"),
        _("No key signs certificates, or the last one ends within 60 days. Make one, or rotate."),
        "certificate-keys",
    ),
    "plugins": (
        _("Plugins"),
        _("A plugin does not run, lacks tables or is put aside. “manage.py plugins” says why."),
        "when-something-stops",
    ),
    "mails": (
        _("Mails"),
        _("Mails wait, were refused or given up. Mend the mail server, then run “manage.py send_mails --again --now”."),
        "mail-does-not-arrive",
    ),
    "texts": (_("Text messages"), _WAITS, "mail-and-text"),
    "notices": (_("Notices"), _WAITS, "notices"),
    "certificates": (_("Certificates"), _WAITS, "when-something-stops"),
    "assignments": (_("Assignments"), _WAITS, "when-something-stops"),
    "deadlines": (_("Attempts past their end"), _WAITS, "when-something-stops"),
    "catalogue": (_("Courses to be released"), _WAITS, "when-something-stops"),
    "schedule": (_("Planned releases"), _WAITS, "when-something-stops"),
    "deliveries": (_("Events for plugins"), _WAITS, "when-something-stops"),
    "hand_in_scans": (
        _("Checks of files for viruses"),
        _("Files wait for the scanner, and nobody opens them. Mend what MAFUNZO_ASSIGNMENT_SCANNER names."),
        "security-files",
    ),
    "erasures": (_("Erasures"), _WAITS, "privacy"),
}

_LATE, _GIVEN_UP, _ERROR = _("Late"), _("Given up"), _("What the program says")
FIGURES = {
    "missing_tables": _("Tables that are missing"),
    "missing_columns": _("Columns that are missing"),
    "unapplied_migrations": _("Migrations that were not run"),
    "missing_triggers": _("Triggers that are missing"),
    "kind": _("Kind"),
    "program": _("Version of the program"),
    "database": _("Version of the database"),
    "seconds_off": _("Difference in seconds"),
    "waiting": _("Waiting"),
    "seconds_silent": _("Seconds without a sign of life"),
    "not_collected": _("Files that are missing or old"),
    "free_percent": _("Free, percent"),
    "free_mb": _("Free, MB"),
    "days_left": _("Days left"),
    "disk": _("Disk"),
    "host": _("Machine"),
    "hosts": _("Machines"),
    "processes": _("Processes"),
    "differing": _("Settings that differ"),
    "names": _("Names of the settings"),
    "PROXY_COUNT": "PROXY_COUNT",
    "error": _ERROR,
    "problem": _ERROR,
    "tried": _("Tried"),
    "oldest_minutes": _("Longest wait in minutes"),
    "failed": _("Failed"),
    "put_off_mails": _("Put off"),
    "refused_mails": _("Refused within a day"),
    "sent_mails": _("Sent within a day"),
    "overdue_attempts": _("Attempts that are still open"),
    "stale_courses": _("Courses"),
    "parts_that_could_not_be_erased": _("Parts that could not be erased"),
    "unreadable": _("Files that cannot be read"),
    "configured": _("Is set up"),
    "hours_old": _("Age in hours"),
    "days_since_verified": _("Days since one was verified"),
    "failed_verification": _("A verification failed"),
    **dict.fromkeys(("late", "late_mails", "late_texts", "late_notices", "late_assignments", "late_deliveries"), _LATE),
    "late_by_ten_minutes": _LATE,
    **dict.fromkeys(("given_up_mails", "given_up_texts", "given_up_deliveries"), _GIVEN_UP),
}
"""Names of the figures on `/operation/`; on `/health/` and `/metrics` they are the keys."""
_VALUES = {
    "True": _("yes"),
    "False": _("no"),
    "data": _("data folder"),
    "database": _("database"),
    "backups": _("backups"),
}


@dataclass(frozen=True)
class Part:
    """A part of the health page in words. `figures` are for reading aloud beside the words, such as “Late: 3”."""

    name: str
    status: str
    label: str
    status_label: str
    advice: str
    page: str
    figures: str


def in_words(name: str, finding: Finding) -> Part:
    """Return the part called `name` in the language of the reader. A plugin’s own part has its name and no advice."""
    label, advice, page = WORDS.get(name, (name, "", "watching"))
    numbers = {**(finding.figures or {}), **(finding.details or {})}
    figures = " · ".join(
        f"{FIGURES.get(figure, figure.replace('_', ' '))}: {_VALUES.get(str(value), value)}"
        for figure, value in numbers.items()
        if value not in (None, "")
    )
    told = "" if finding.status == UP else str(advice)
    return Part(name, finding.status, str(label), str(STATUSES[finding.status]), told, page, figures)


def parts(findings: Mapping[str, Finding]) -> list[Part]:
    """Return all parts, those that do not work first."""
    worst_first = (DOWN, WARNING, UP)
    named = [in_words(name, finding) for name, finding in findings.items()]
    return sorted(named, key=lambda part: worst_first.index(part.status))

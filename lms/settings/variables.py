"""Variables of the environment that the settings read, each with the rule that its value has to keep. Pure.

A rule takes the text and returns how it has to be written, or an empty text where it is right.
`tests/docs/test_settings.py` compares the names with docs/run.
"""

import re
import shlex
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlsplit
from zoneinfo import ZoneInfo

Rule = Callable[[str], str]

NEAR = 0.85
"""From which likeness on (`difflib`, 0 to 1) an unknown name is taken for a known one that is misspelt."""
WORDS = ("true", "on", "yes", "1", "ok", "y", "false", "off", "no", "0", "n")
HOST = re.compile(r"[\w.-]+|(?=.*:.*:)\[?[0-9A-Fa-f:.]+\]?", re.A)
AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:]*)(:\d{1,5})?", re.A)
KEEP = r"(daily|weekly|monthly)=\d{1,4}"
RETENTION = r"[a-z_]\w*\.\w+=\d{1,5}"
HOUR = r"\s*([01]\d|2[0-3]):[0-5]\d\s*"
SSL = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
MAIL = ("smtp", "smtps", "smtp+tls", "smtp+ssl", "filemail", "consolemail", "memorymail", "dummymail")
ESCAPED = "with signs such as # and / in the password as %23 and %2F"
MOST_DAYS = 36_500


def pattern(expression: str, how: str, text: str) -> str:
    """Return `how` where `text` is not as the regular expression wants it."""
    return "" if re.fullmatch(expression, text, re.A) else how


def number(least: int, most: int, text: str) -> str:
    fits = re.fullmatch(r"-?\d{1,9}", text, re.A) and least <= int(text) <= most
    return "" if fits else f"write a whole number from {least} to {most}"


def yes_or_no(text: str) -> str:
    return "" if text.strip().lower() in WORDS else "write on or off"


def one_of(choices: Iterable[str], text: str) -> str:
    return "" if text in choices else f"write {', '.join(choices)}"


def words(text: str) -> str:
    """Refuse line ends and other signs that nobody sees."""
    return "" if text.isprintable() else "write it in one line, without signs that cannot be seen"


def optional(rule: Rule, text: str) -> str:
    return rule(text) if text else ""


def each(rule: Rule, text: str) -> str:
    """Return how each part has to be written, between commas, if one is not."""
    return next((said for part in text.split(",") if part.strip() and (said := rule(part.strip()))), "")


def host(text: str) -> str:
    """Refuse anything but a name or an address, such as one with a scheme, a port or a path."""
    fits = text == "*" or HOST.fullmatch(text.removeprefix("."))
    return "" if fits else "write names without https://, port and path, as example.org"


def web_address(schemes: Iterable[str], text: str, *, ends: bool = False) -> str:
    """Refuse what is no address of the web; with `ends` also a path after the host."""
    parts = _split(text)
    if not parts or parts.scheme not in schemes or not HOST.fullmatch(parts.hostname or "") or words(text):
        return f"write an address that begins with {' or '.join(f'{scheme}://' for scheme in schemes)}"
    return "write the address without a path behind the host" if ends and parts.path + parts.query not in "/" else ""


def origin(text: str) -> str:
    return web_address(("https", "http"), text.replace("://*.", "://"), ends=True) or (
        "write addresses without / at the end" if text.endswith("/") else ""
    )


def database(text: str) -> str:
    """Refuse anything but the address of a database of PostgreSQL, which may name several hosts."""
    parts, how = _split(text, hosts=10), "write postgres://user:password@host:5432/name"
    if not parts or parts.scheme not in ("postgres", "postgresql"):
        return how
    if len(parts.path) < 2 or parts.fragment:
        return f"{how}, {ESCAPED}"
    mode = parse_qs(parts.query).get("sslmode", SSL)[0]
    return "" if mode in SSL else f"write sslmode as {', '.join(SSL)}"


def redis(text: str) -> str:
    parts = _split(text)
    fits = parts and (
        (parts.scheme in ("redis", "rediss") and parts.hostname and re.fullmatch(r"(/\d*)?", parts.path))
        or (parts.scheme == "unix" and len(parts.path) > 1)
    )
    return "" if fits else "write redis://:password@host:6379/0, rediss://… or unix:///path/of/the/socket?db=0"


def mail_server(text: str) -> str:
    parts = _split(text)
    if parts and (parts.hostname or not parts.scheme.startswith("smtp")) and parts.scheme in MAIL:
        return ""
    return f"write smtp+tls://user:password@host:587, {ESCAPED}"


def sender(text: str) -> str:
    return words(text) or pattern(r"[^<>@\s]+@[^<>@\s]+|[^<>@]*<[^@\s]+@[^@\s]+>", "write an address of mail", text)


def folder(text: str) -> str:
    """Refuse the empty path, and that of a file."""
    if not text.strip() or words(text):
        return "write the path of a folder"
    return "" if not Path(text).exists() or Path(text).is_dir() else "write the path of a folder; this is a file"


def command(text: str) -> str:
    """Refuse what a shell would not read to its end."""
    try:
        shlex.split(text)
    except ValueError:
        return "write a command whose quotes are closed"
    return words(text)


def backup_place(text: str) -> str:
    parts = _split(text)
    if parts and parts.scheme in ("s3", "s3+http"):
        fits = bool(parts.hostname and parts.username and parts.password and len(parts.path) > 1)
    else:
        fits = text.startswith("/") and not words(text)
    return "" if fits else "write the path of a folder from / on, or s3://KEY:SECRET@HOST/BUCKET/FOLDER"


def gateway(text: str) -> str:
    """Refuse what is no address of a gateway; “file:” stands for files."""
    return "" if text == "file:" else web_address(("https", "http"), text)


def zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        return "write a time zone such as Africa/Nairobi"
    return ""


def contact(text: str) -> str:
    web = web_address(("https", "http"), text)
    return web and sender(text.removeprefix("mailto:")) and "write an address of mail, or one that begins with https://"


def _split(text: str, hosts: int = 1) -> SplitResult | None:
    """Return the parts of an address; None where it has no scheme, more hosts, or a port that is no number."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    named = parts.netloc.rpartition("@")[2].split(",")
    fits = "://" in text and len(named) <= hosts and all(AUTHORITY.fullmatch(one) for one in named)
    return parts if fits else None


_DAYS = partial(number, 0, MOST_DAYS)
_HEADER = partial(optional, partial(pattern, r"[\w!#$%&'*+.^`|~-]+", "write the name of a header"))
_HOSTS = partial(each, host)
_SECRET = partial(pattern, r"\S*", "write it without spaces and line ends")
_WEB = partial(web_address, ("https", "http"))
RULES: Mapping[str, Rule] = {
    "SECRET_KEY": words,
    "SECRET_KEY_FALLBACKS": partial(each, partial(pattern, r"\S{10,}", "write keys of at least 10 characters")),
    "ALLOWED_HOSTS": _HOSTS,
    "CSRF_TRUSTED_ORIGINS": partial(each, origin),
    "BASE_URL": partial(_WEB, ends=True),
    "DATABASE_URL": partial(optional, database),
    "REPORTS_DATABASE_URL": partial(optional, database),
    "DATABASE_OPTIONS": partial(pattern, r"(\s*(-c\s*|--)[\w.]+=\S+)*\s*", "write options as -c name=value"),
    "DATABASE_PREPARES": yes_or_no,
    "DATABASE_POOL": partial(number, 1, 1000),
    "REDIS_URL": partial(optional, redis),
    "MAFUNZO_DATA": folder,
    "S3_BUCKET": partial(pattern, r"([\w.-]{3,63})?", "write the name of a bucket"),
    "S3_ENDPOINT": partial(optional, _WEB),
    "S3_REGION": partial(pattern, r"[\w-]*", "write the name of a region"),
    "S3_ACCESS_KEY": _SECRET,
    "S3_SECRET_KEY": _SECRET,
    "UPGRADE_COMMAND": command,
    "UPGRADE_UNITS": partial(
        pattern, r"([\w@.-]+(=[^=,\s]+)?)(,[\w@.-]+(=[^=,\s]+)?)*", "write NAME or NAME=ADDRESS, comma-separated"
    ),
    "BACKUP_TO": partial(optional, backup_place),
    "BACKUP_KEY": partial(pattern, r"(age1[0-9a-z]{58})?", "write the line that “manage.py backup key” prints"),
    "BACKUP_KEEP": partial(pattern, rf"{KEEP}(;{KEEP})*", "write daily=7;weekly=4;monthly=12"),
    "EMAIL_URL": mail_server,
    "DEFAULT_FROM_EMAIL": sender,
    "ALERT_MAIL": partial(each, sender),
    "METRICS_TOKEN": partial(optional, partial(pattern, r"[!-~]{20,}", "write at least 20 drawn characters")),
    "QUIET_HOURS": partial(pattern, f"{HOUR}-{HOUR}", "write two hours, as 20:00-07:00"),
    "MAFUNZO_PLUGINS": partial(each, partial(pattern, r"[a-z][a-z0-9_-]*", "write names of plugins, in small letters")),
    "TIME_ZONE": zone,
    "SIGN_IN_FAILURES": partial(number, 1, 1000),
    "SIGN_IN_FAILURES_OF_AN_ADDRESS": partial(number, 1, 100_000),
    "SECOND_FACTOR_DAYS": partial(number, -1, MOST_DAYS),
    "ACTIVATION_DAYS": partial(number, 1, MOST_DAYS),
    "SIGN_ON_INTERNAL_HOSTS": _HOSTS,
    "PEOPLE_SOURCE_INTERNAL_HOSTS": _HOSTS,
    "STAFF_IDLE_MINUTES": partial(number, 0, 100_000),
    "STAFF_SESSION_HOURS": partial(number, 0, 100_000),
    "ANSWERS_PER_MINUTE": partial(number, 30, 1_000_000),
    "ERASURE_DAYS": _DAYS,
    "RETENTION_DAYS": partial(
        pattern, rf"({RETENTION}(;{RETENTION})*)?", "write tables and days, as people.NewAddress=30"
    ),
    "NOTICES_DIR": folder,
    "CERTIFICATE_KEYS": folder,
    "PROXY_COUNT": partial(number, 0, 20),
    "SECURE_SSL_REDIRECT": yes_or_no,
    "SECURE_HSTS_SECONDS": partial(number, 0, 999_999_999),
    "LOG_FORMAT": partial(one_of, ("json", "text")),
    "LOG_LEVEL": partial(one_of, ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")),
    "DEBUG": yes_or_no,
    "SMS_URL": partial(optional, gateway),
    "SMS_INTERNAL_HOSTS": _HOSTS,
    "SMS_METHOD": partial(one_of, ("POST", "GET")),
    "SMS_BODY": partial(pattern, r"(?=[^\n]*\{to\})(?=[^\n]*\{text\})[^\n]*", "write the fields with {to} and {text}"),
    "SMS_AUTH": _HEADER,
    "SMS_SECRET": words,
    "SMS_SENDER": words,
    "SMS_KEY_HEADER": _HEADER,
    "SMS_TAKEN": words,
    "SMS_REFERENCE": partial(pattern, r"([\w-]+(\.[\w-]+)*)?", "write names between dots, as data.0.id"),
    "SMS_NO_NUMBER": words,
    "SMS_SECONDS": partial(number, 1, 300),
    "SMS_PER_MONTH": partial(number, 0, 999_999_999),
    "SMS_PRICE": partial(pattern, r"(\d+([.,]\d+)? \S+)?", "write a number and a currency, as 0.80 KES"),
    "PUSH_PRIVATE_KEY": partial(pattern, r"([\w-]{43}=?)?", "write what “manage.py push_key” prints"),
    "PUSH_CONTACT": partial(optional, contact),
    "PUSH_HOSTS": _HOSTS,
    "PUSH_INTERNAL_HOSTS": _HOSTS,
}


def mistakes(environment: Mapping[str, str]) -> list[str]:
    """Return a sentence for each variable that is not written as its rule wants it. No value is repeated: many are
    secrets.
    """
    found = []
    for name, rule in RULES.items():
        try:
            said = rule(environment[name]) if name in environment else ""
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is no text"
            said = f"its file cannot be read ({reason}); name another in {name}_FILE"
        if said:
            found.append(f"{name} is not right: {said}.")
    return found


def misspelt(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return a sentence for each of `names` that is nearly a known one."""
    every = {*known, *(f"{name}_FILE" for name in known)}
    near = ((name, get_close_matches(name, every, 1, NEAR)) for name in sorted(set(names) - every))
    return [f"{name} is no setting. Write {meant[0]}, if that is meant." for name, meant in near if meant]

"""Variables of the environment: each stands in a table, and a wrong value ends any process in a sentence."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from .pages import ROOT

pytestmark = pytest.mark.once
READ = re.compile(r'env(?:\.\w+)?\(\s*"([A-Z0-9_]+)"')
KEY = "a-key-that-nobody-must-read-" * 3
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "lms.settings.production",
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "example.org",
    "BASE_URL": "https://example.org",
}
PROCESSES = {
    "manage.py": ("manage.py", "check"),
    "gunicorn": ("-m", "gunicorn", "lms.wsgi:application", "--bind", "127.0.0.1:0", "--no-control-socket"),
    "worker": ("-m", "celery", "-A", "lms", "worker"),
    "scheduler": ("-m", "celery", "-A", "lms.foundation.work.scheduler", "beat"),
}
WRONG = {
    "SECRET_KEY": ["two\nlines"],
    "SECRET_KEY_FALLBACKS": ["short,", f"{KEY},short"],
    "ALLOWED_HOSTS": ["https://example.org", "example.org:8000", "example.org/", "a b", "one.org,http://two.org"],
    "CSRF_TRUSTED_ORIGINS": ["example.org", "https://example.org/", "https://example.org/path", "ftp://example.org"],
    "BASE_URL": [
        "",
        "example.org",
        "//example.org",
        "https://",
        "https://example.org/mafunzo",
        "ftp://x",
        "http://x:y",
    ],
    "DATABASE_URL": [
        "foo",
        "foo://host/name",
        "mysql://host/name",
        "postgres://host",
        "postgres://u:p#w@host/name",
        "sqlite:///file",
        "postgres://host:port/name",
        "postgres://host/name?sslmode=verify",
        "postgres://[host/name",
    ],
    "REPORTS_DATABASE_URL": ["foo", "mysql://host/name"],
    "DATABASE_OPTIONS": ["foo", "-c jit", "jit=off"],
    "DATABASE_PREPARES": ["", "ture", "2"],
    "DATABASE_POOL": ["", "many", "0", "-1", "1.5", "٨"],
    "REDIS_URL": [
        "foo",
        "localhost:6379",
        "http://localhost",
        "redis://",
        "redis://host/one",
        "unix://",
        "redis://h:x",
    ],
    "MAFUNZO_DATA": ["", " ", __file__],
    "S3_BUCKET": ["s3://bucket", "a/b", "x"],
    "S3_ENDPOINT": ["minio", "minio:9000", "s3://minio"],
    "S3_REGION": ["eu west"],
    "S3_ACCESS_KEY": ["two words"],
    "S3_SECRET_KEY": ["two\nlines"],
    "BACKUP_TO": ["relative/folder", "s3://bucket", "s3://host/bucket", "ftp://u:p@host/x"],
    "UPGRADE_COMMAND": ["sudo 'switch", "two\nlines"],
    "UPGRADE_UNITS": ["", "web@1=", "web 1", "a=b=c", ",", "web=/run/a b"],
    "BACKUP_KEY": ["key", "AGE-SECRET-KEY-1"],
    "BACKUP_KEEP": ["", "foo", "daily", "daily=many", "hourly=3", "daily=7,weekly=4"],
    "EMAIL_URL": ["", "mail.example.org", "smtp://", "http://mail", "smtp://u:p#w@mail", "smtp+tls://mail:port"],
    "DEFAULT_FROM_EMAIL": ["", "Mafunzo", "a@b, c@d", "a@b\nBcc: c@d"],
    "QUIET_HOURS": ["", "never", "20:00", "20-7", "25:00-07:00", "20:00-07:00+03:00"],
    "MAFUNZO_PLUGINS": ["Quiz", "quiz;notes", "quiz notes"],
    "TIME_ZONE": ["", "Nowhere/At-all", "EAT+3", "../etc/passwd"],
    "SIGN_IN_FAILURES": ["many", "0"],
    "SIGN_IN_FAILURES_OF_AN_ADDRESS": ["many", "0"],
    "SECOND_FACTOR_DAYS": ["soon", "-2", "99999999"],
    "ACTIVATION_DAYS": ["month", "0", "99999999"],
    "ALERT_MAIL": ["ops", "ops@example.org,nobody"],
    "METRICS_TOKEN": ["short", "with a space in between it", "é" * 30],
    "SIGN_ON_INTERNAL_HOSTS": ["https://id.example.org"],
    "PEOPLE_SOURCE_INTERNAL_HOSTS": ["https://hr.example.org"],
    "STAFF_IDLE_MINUTES": ["long", "-1"],
    "STAFF_SESSION_HOURS": ["long", "-1"],
    "ANSWERS_PER_MINUTE": ["many", "1"],
    "ERASURE_DAYS": ["week", "-1", "99999999"],
    "RETENTION_DAYS": ["foo", "people.NewAddress", "people.NewAddress=long", "NewAddress=3", "people.NewAddress=-3"],
    "NOTICES_DIR": ["", __file__],
    "CERTIFICATE_KEYS": ["", __file__],
    "PROXY_COUNT": ["one", "-1"],
    "SECURE_SSL_REDIRECT": ["", "ture"],
    "SECURE_HSTS_SECONDS": ["year", "-1"],
    "LOG_FORMAT": ["", "xml"],
    "LOG_LEVEL": ["", "info", "LOUD"],
    "DEBUG": ["maybe"],
    "SMS_URL": ["gateway.example.org", "ftp://gateway.example.org"],
    "SMS_INTERNAL_HOSTS": ["http://10.0.0.1"],
    "SMS_METHOD": ["", "PUT", "post"],
    "SMS_BODY": ["", "to={to}", "message={text}"],
    "SMS_AUTH": ["Authorization: Bearer", "two words"],
    "SMS_SECRET": ["two\nlines"],
    "SMS_SENDER": ["two\nlines"],
    "SMS_KEY_HEADER": ["X-Key: 1"],
    "SMS_TAKEN": ["two\nlines"],
    "SMS_REFERENCE": ["a..b", "a b"],
    "SMS_NO_NUMBER": ["two\nlines"],
    "SMS_SECONDS": ["long", "0"],
    "SMS_PER_MONTH": ["many", "-1"],
    "SMS_PRICE": ["cheap", "KES 0.80"],
    "PUSH_PRIVATE_KEY": ["key"],
    "PUSH_CONTACT": ["the office", "http//example.org"],
    "PUSH_HOSTS": ["https://fcm.googleapis.com"],
    "PUSH_INTERNAL_HOSTS": ["push.local:443"],
}
RIGHT = {
    "SECRET_KEY_FALLBACKS": [f"{KEY}, {KEY}", ""],
    "ALLOWED_HOSTS": ["example.org, .example.net", "[::1]", "127.0.0.1", "*", ""],
    "CSRF_TRUSTED_ORIGINS": ["https://*.example.org,http://example.net:8080"],
    "BASE_URL": ["http://127.0.0.1:8000", "https://example.org/", "http://[::1]:8000"],
    "DATABASE_URL": [
        "postgres:///name?host=/run/postgresql",
        "postgres://u:p%23w@a:5432,b:5433/name?sslmode=verify-full",
        "postgres://mafunzo@%2Frun%2Fpostgresql/name",
        "postgresql://u:p@[::1]:5432/name",
        "",
    ],
    "DATABASE_OPTIONS": [
        "-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1 -c cursor_tuple_fraction=1",
        "",
    ],
    "DATABASE_PREPARES": ["on", "off", "True", "0"],
    "REDIS_URL": ["redis://:password@host:6379/0", "rediss://host", "unix:///run/redis/redis-server.sock?db=0", ""],
    "MAFUNZO_DATA": ["/nowhere/yet", "/tmp"],
    "S3_ENDPOINT": ["http://127.0.0.1:9000", ""],
    "BACKUP_TO": ["/mnt/backup", "s3://KEY:SECRET@host:9000/bucket/folder", "s3+http://k:s@host/bucket", ""],
    "BACKUP_KEEP": ["daily=7;weekly=4;monthly=12", "daily=1"],
    "UPGRADE_COMMAND": ["", "sudo -n /usr/local/sbin/mafunzo-switch"],
    "UPGRADE_UNITS": ["web@1=/run/web-1.sock,worker,web@2=127.0.0.1:8000"],
    "EMAIL_URL": ["smtp://localhost", "smtp+tls://user:p%40w@host:587", "filemail:///tmp/mail", "memorymail://"],
    "DEFAULT_FROM_EMAIL": ["mafunzo@localhost", "Mafunzo <notices@academy.example>"],
    "ALERT_MAIL": ["ops@example.org,duty@example.org", ""],
    "METRICS_TOKEN": ["0123456789abcdefghij", ""],
    "QUIET_HOURS": ["20:00-07:00", "00:00-00:00"],
    "MAFUNZO_PLUGINS": ["built-in", "questions,quiz, field-notes", ""],
    "RETENTION_DAYS": ["people.NewAddress=30;people.AuditEntry=1826", ""],
    "SMS_URL": ["file:", "https://gateway.example.org/send?key=1", ""],
    "SMS_BODY": ['{"recipients": ["{to}"], "text": "{text}", "reference": "{key}"}'],
    "SMS_PRICE": ["0.80 KES", ""],
    "PUSH_CONTACT": ["mailto:a@example.org", "a@example.org", "https://example.org", ""],
    "PUSH_HOSTS": ["fcm.googleapis.com,.push.apple.com"],
    "SMS_INTERNAL_HOSTS": ["10.0.0.1,fd00::1"],
}


def sentences(environment: dict[str, str]) -> list[str]:
    return settings.ENVIRONMENT.mistakes(environment)


def test_every_variable_stands_in_one_table_and_has_a_rule():
    read = {name for file in (ROOT / "lms" / "settings").glob("*.py") for name in READ.findall(file.read_text())}
    pages = "".join((ROOT / "docs" / "run" / f"{name}.md").read_text() for name in ("settings", "mail-and-text"))
    table = re.findall(r"^\| `([A-Z0-9_]+)` \|", pages, re.M)
    assert sorted(table) == sorted(read)
    assert settings.ENVIRONMENT.names - {"DJANGO_SETTINGS_MODULE"} == read == set(WRONG)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_value_that_is_not_right_is_one_sentence_that_names_the_variable_and_no_secret(name, value):
    (said,) = sentences({name: value})
    assert re.fullmatch(rf"{name} is not right: write [^\n]*\.", said)
    assert KEY not in said and "p#w" not in said


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in RIGHT.items() for value in values])
def test_a_value_that_is_right_passes(name, value):
    assert sentences({name: value}) == []


@given(st.sampled_from(sorted(WRONG)), st.text(max_size=40))
def test_no_text_breaks_a_rule(name, text):
    assert len(sentences({name: text})) < 2


@pytest.mark.parametrize("process", PROCESSES)
def test_every_process_ends_with_a_sentence_for_each_variable_and_without_a_traceback(tmp_path, process):
    said = run(process, tmp_path, {name: values[0] for name, values in WRONG.items()})
    for name in WRONG:
        assert len(re.findall(rf"^{name} is not right: ", said.stderr, re.M)) == 1, said.stderr
    others = [line for line in said.stderr.splitlines() if not re.match(r"\w+ is not right: |\[|docs/run", line)]
    assert others == []  # gunicorn's own lines begin with “[”


@pytest.mark.parametrize("process", PROCESSES)
def test_in_production_every_process_wants_a_key_and_a_data_folder_outside_the_program(tmp_path, process):
    said = run(process, tmp_path, {**PRODUCTION, "SECRET_KEY": "short", "MAFUNZO_DATA": str(ROOT / "data")})
    assert "SECRET_KEY is not right: write at least 50 random characters." in said.stderr
    assert "MAFUNZO_DATA is not right: write the path from / on of a folder outside that of the program." in said.stderr


def test_a_secret_whose_file_is_away_or_no_text_is_named_with_the_file(tmp_path):
    (tmp_path / "key").write_bytes(b"\xff\xfe")
    for path in ("/nowhere/key", str(tmp_path / "key")):
        said = run("manage.py", tmp_path, {"SECRET_KEY_FILE": path})
        assert re.match(
            r"SECRET_KEY is not right: its file cannot be read \(.+\); name another in SECRET_KEY_FILE\.\n", said.stderr
        )


def test_a_data_folder_that_cannot_be_made_and_settings_that_are_not_there_are_named(tmp_path):
    (tmp_path / "file").write_text("")
    assert "MAFUNZO_DATA" in run("manage.py", tmp_path / "file" / "data", {}).stderr
    assert (
        "DJANGO_SETTINGS_MODULE" in run("manage.py", tmp_path, {"DJANGO_SETTINGS_MODULE": "lms.settings.prod"}).stderr
    )


def test_a_name_that_is_nearly_a_setting_is_found_by_check_and_said_by_the_web_server(tmp_path):
    near = {"ALOWED_HOSTS": "x", "TIMEZONE": "x", "SECRET_KEY_FIL": "x", "MAFUNZO_DATA_DIR": "x", "HOSTNAME": "x"}
    environment = {"PATH": os.environ["PATH"], "MAFUNZO_DATA": str(tmp_path), **near}
    command = [sys.executable, "manage.py", "check", "--fail-level", "WARNING"]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    named = re.findall(r"(\w+) is no setting. Write (\w+), if that is meant", said.stderr)
    assert dict(named) == {
        "ALOWED_HOSTS": "ALLOWED_HOSTS",
        "TIMEZONE": "TIME_ZONE",
        "SECRET_KEY_FIL": "SECRET_KEY_FILE",
    } | {"MAFUNZO_DATA_DIR": "MAFUNZO_DATA"}
    assert said.returncode == 1
    command = [sys.executable, "-c", "import lms.wsgi"]
    said = subprocess.run(command, cwd=ROOT, env=environment | PRODUCTION, capture_output=True, text=True)
    assert "ALOWED_HOSTS is no setting" in said.stderr


def run(process: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess:
    """A process of its kind, which ends by itself, not in status 0, without a traceback."""
    given = {"PATH": os.environ["PATH"], "MAFUNZO_DATA": str(folder), **environment}
    command = [sys.executable, *PROCESSES[process]]
    said = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, timeout=60)
    assert said.returncode != 0
    assert "Traceback" not in said.stderr
    return said

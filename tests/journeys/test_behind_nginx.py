"""A learner's way behind nginx as deploy/install configures it: production settings, TLS, PostgreSQL and
Redis.
"""

import gzip
import http.client
import re
import ssl
import subprocess
import sys
import time
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import override_settings

from certificates.models import Certificate
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.models import Attempt
from lms.settings import base
from tests.bench.cluster import free_port
from tests.builders import right_answers
from tests.conftest import PASSWORD
from tests.nginx import Nginx, needed, site

from .web import QUIZ, ROOT, TOKEN, Web

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="Production runs on PostgreSQL"),
]
HOST = "mafunzo.example.org"


def installed(folder, *, port, upstream) -> str:
    """The configuration that deploy/install writes, with ports and certificates of the test's own."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return site(
        "mafunzo.conf",
        "upstream-one.conf",
        **{
            "listen 80": f"listen 127.0.0.1:{free_port()}",
            "listen 443": f"listen 127.0.0.1:{port}",
            "127.0.0.1:8000": f"127.0.0.1:{upstream}",
            "/etc/ssl/mafunzo/certificate.pem": certificate,
            "/etc/ssl/mafunzo/key.pem": key,
            "@HOST@": HOST,
        },
    )


class Browser:
    def __init__(self, port):
        self.port, self.cookies = port, {"__Host-csrf": TOKEN}

    def ask(self, method, path, fields=None, **more):
        answer, body = self.fetch(method, path, fields, **more)
        return answer.status, body.decode()

    def fetch(self, method, path, fields=None, **more):
        talk = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60, context=ssl._create_unverified_context())
        headers = {"Host": HOST, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **more}
        if fields is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-CSRFToken": self.cookies["__Host-csrf"],
                "Referer": f"https://{HOST}/",
            }
        talk.request(method, path, None if fields is None else urlencode(fields, doseq=True), headers)
        answer = talk.getresponse()
        for name, value in re.findall(r"(__Host-\w+)=([^;]*)", " ".join(answer.headers.get_all("Set-Cookie", []))):
            self.cookies[name] = value
        return answer, answer.read()


@pytest.fixture
def visitor(tmp_path):
    needed()
    web = Web(
        tmp_path,
        DJANGO_SETTINGS_MODULE="lms.settings.production",
        REDIS_URL=settings.REDIS_URL,
        ALLOWED_HOSTS=HOST,
        PROXY_COUNT="1",
        SECRET_KEY="k" * 60,
    )
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v", "0"]
    own = {"PYTHONPATH": str(ROOT / "tests" / "without_brotli")}
    subprocess.run(collect, cwd=ROOT, env={**web.environment, **own}, check=True)
    web.start()
    port = free_port()
    with Nginx(tmp_path / "nginx", installed(tmp_path, port=port, upstream=web.port)):
        visitor = Browser(port)
        ends = time.monotonic() + 120
        while visitor.ask("GET", "/sign-in/")[0] == 502 and time.monotonic() < ends:
            time.sleep(0.2)
        yield visitor
    web.kill()


def test_from_signing_in_to_a_certificate_that_anybody_verifies(visitor, enrolment, wanjiru):
    with override_settings(PASSWORD_HASHERS=base.PASSWORD_HASHERS):
        wanjiru.password = make_password(PASSWORD)
    wanjiru.save()
    assert visitor.ask("POST", "/sign-in/", {"username": wanjiru.service_number, "password": PASSWORD})[0] == 302
    for number in (1, 2):
        lesson = f"/learn/trafficking/trafficking-lesson-{number}/"
        assert visitor.ask("GET", lesson)[0] == 200
        assert visitor.ask("POST", lesson, {"event_id": uuid7(), "done": "1"})[0] == 302
    assert visitor.ask("POST", f"{QUIZ}start/", {"event_id": uuid7()})[0] == 302
    attempt = Attempt.objects.get(activity_id=enrolment.release.outline.activities[-1].id)
    assert visitor.ask("POST", QUIZ, {"event_id": uuid7(), **right_answers(attempt), "submit": "1"})[0] == 302
    assert "100" in visitor.ask("GET", QUIZ)[1]
    serial = Certificate.objects.get().serial
    assert "This certificate is valid" in visitor.ask("GET", f"/certificates/verify/{serial}/")[1]


def test_pages_come_compressed_and_what_is_compressed_already_comes_once(visitor, db):
    answer, body = visitor.fetch("GET", "/sign-in/", **{"Accept-Encoding": "gzip"})
    page = gzip.decompress(body)
    assert b"csrfmiddlewaretoken" in page and len(body) < len(page) / 2
    assert {"Accept-Encoding", "Cookie"} <= {
        one.strip() for one in ", ".join(answer.headers.get_all("Vary")).split(",")
    }
    assert answer.headers["Content-Encoding"] == "gzip"
    style = re.search(r'href="(/static/[^"]+\.css)"', page.decode())[1]
    answer, body = visitor.fetch("GET", style, **{"Accept-Encoding": "gzip"})
    assert answer.headers.get_all("Content-Encoding") == ["gzip"] and b"{" in gzip.decompress(body)
    answer, body = visitor.fetch("GET", "/sign-in/")
    assert answer.headers["Content-Encoding"] is None and b"csrfmiddlewaretoken" in body

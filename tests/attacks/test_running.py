"""V7, V13 and V14: copies of the database, and those who come to what stands beside the web server."""

import pickle
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.redis import RedisSerializer
from kombu.exceptions import ContentDisallowed
from kombu.serialization import loads, prepare_accept_content

from lms import caching
from lms.celery import app
from lms.people import session_store
from lms.people.models import Session
from tests.redis_server import RedisServer

from .mutation import browser, held_by, instead, setting


def test_nobody_signs_in_with_a_key_that_stands_in_a_copy_of_the_database(wanjiru):
    def gets_in() -> bool:
        browser(wanjiru)
        thief = browser()
        thief.cookies[settings.SESSION_COOKIE_NAME] = Session.objects.get(user=wanjiru).session_key
        return thief.get("/learn/").status_code == 200

    held_by(instead(session_store, "kept_as", lambda key: key), attack=gets_in)


class Runs:
    """An object that makes the file at `path` wherever it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


@pytest.mark.once
def test_whoever_writes_to_redis_runs_nothing_in_the_web_process(db, tmp_path):
    ran = tmp_path / "ran"

    def runs() -> bool:
        with setting(CACHES={"default": {"BACKEND": "lms.caching.SteadyRedisCache", "LOCATION": server.url}}):
            cache = caches["default"]
            cache._cache.get_client().set(cache.make_key("known"), pickle.dumps(Runs(ran)))
            with suppress(ValueError):
                cache.get("known")
        return ran.exists()

    with RedisServer(tmp_path) as server:
        held_by(instead(caching, "Json", RedisSerializer), attack=runs)


def test_nor_in_a_worker(db, tmp_path):
    ran = tmp_path / "ran"
    message = pickle.dumps(Runs(ran)), "application/x-python-serialize", "binary"

    def runs() -> bool:
        with suppress(ContentDisallowed):
            loads(*message, accept=prepare_accept_content(settings.CELERY_ACCEPT_CONTENT))
        return ran.exists()

    assert app.conf.accept_content == settings.CELERY_ACCEPT_CONTENT
    held_by(setting(CELERY_ACCEPT_CONTENT=["json", "pickle"]), attack=runs)

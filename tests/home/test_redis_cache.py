"""Redis goes and comes back: no page breaks, counting goes on in the process, and /health/ says so."""

import pytest
from django.core.cache import caches
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, override

from certificates import serials, views
from home.operation.health import probes
from lms.foundation.database import redis_cache
from lms.foundation.database.redis_cache import SteadyRedisCache
from lms.foundation.plugins.health import findings
from lms.people.identity.protection.throttling import asks_too_often
from tests.redis_server import RedisServer

pytestmark = pytest.mark.once


@pytest.fixture
def server(tmp_path, settings, monkeypatch):
    """Redis as cache of the site, asked again at once after it was away."""
    with RedisServer(tmp_path) as server:
        monkeypatch.setattr(SteadyRedisCache, "_away_until", {})
        monkeypatch.setattr(redis_cache, "PAUSE", 0.0)
        settings.REDIS_URL = server.url
        settings.CACHES = {
            "default": {"BACKEND": "lms.foundation.database.redis_cache.SteadyRedisCache", "LOCATION": server.url}
        }
        yield server
    caches["default"]._meanwhile.clear()


def test_every_operation_goes_on_in_the_process_while_redis_is_away(server):
    cache = caches["default"]
    cache.set("kept", "in Redis")
    server.stop()
    assert cache.get("kept") is None
    assert (cache.add("count", 1), cache.add("count", 1), cache.incr("count"), cache.get("count")) == (
        True,
        False,
        2,
        2,
    )
    cache.set_many({"a": 1, "b": 2})
    assert (cache.get_many(["a", "b"]), cache.has_key("a"), cache.touch("a"), cache.delete("a")) == (
        {"a": 1, "b": 2},
        True,
        True,
        True,
    )
    cache.delete_many(["b"])
    assert cache.get_or_set("c", 3) == 3
    cache.clear()
    assert cache.get("c") is None
    with pytest.raises(ValueError, match="gone"):
        cache.incr("gone")
    server.start()
    cache.set("kept", "in Redis again")
    assert (cache.get("kept"), cache._meanwhile.get("kept")) == ("in Redis again", None)


def test_redis_is_not_asked_again_for_a_while(server, monkeypatch):
    monkeypatch.setattr(redis_cache, "PAUSE", 3600.0)
    cache = caches["default"]
    server.stop()
    cache.set("asked", "in vain")
    server.start()
    assert cache.get("asked") == "in vain", "the process answers"


def test_a_certificate_is_verified_without_redis_and_whoever_guesses_still_waits(server, client, db, monkeypatch):
    monkeypatch.setattr(views, "MOST", 3)
    server.stop()
    answers = [client.get(f"/certificates/verify/{serials.draw()}/").status_code for _ in range(4)]
    assert answers == [404, 404, 404, 429]


def test_a_count_that_ran_out_while_it_was_asked_for_does_not_stay_for_ever(server, rf, monkeypatch):
    """Redis makes a key anew where it has run out between Django's two questions, and such a key has no end."""
    cache, request = caches["default"], rf.get("/")
    key = "certificates:verify:127.0.0.1"
    monkeypatch.setattr(type(cache), "add", lambda *_arguments: False)
    cache.set(key, 0, None)
    assert not asks_too_often(request, "certificates:verify", most=3, seconds=60)
    assert 0 < cache._cache.get_client().ttl(cache.make_key(key)) <= 60


def test_health_asks_redis_itself(server, now, db):
    assert probes.shared_cache(now).status == "up"
    server.stop()
    assert findings(now)["cache"].status == "down"


class TestValues:
    def test_are_json_in_redis_and_come_back_as_they_were(self, server):
        cache = caches["default"]
        values = {"n": 3, "yes": True, "none": None, "words": "é “x”", "list": [1, {"a": 2.5}], "12": "12"}
        cache.set_many(values)
        assert cache.get_many([*values, "other"]) == values
        assert cache._cache.get_client().get(cache.make_key("list")) == b'[1, {"a": 2.5}]'
        cache.set("tuple", (1, ("a", 2)))
        assert cache.get("tuple") == [1, ["a", 2]]

    def test_that_are_no_json_stay_in_the_process(self, server):
        cache = caches["default"]
        by_number, safe = {1: gettext_lazy("English")}, SafeString("<p>")
        cache.set("languages", by_number)
        cache.set_many({"safe": safe})
        assert cache.add("once", {1}) and not cache.add("once", {2})
        assert cache._cache.get_client().keys("*") == []
        with override("fr"):
            assert str(cache.get("languages")[1]) == "Anglais"
        assert isinstance(cache.get_many(["safe"])["safe"], SafeString) and cache.has_key("once")
        assert cache.delete("languages") and cache.get("languages", "gone") == "gone"
        cache.delete_many(["safe"])
        cache.clear()
        assert not cache.has_key("safe") and not cache.has_key("once")

"""V10: signing in through the provider of an institution, whoever runs it."""

import socket
import time
from contextlib import ExitStack, suppress
from threading import Thread

import jwt
import pytest
from joserfc.jwk import RSAKey
from joserfc.jwt import encode as sign

from lms.people.directory.models import User
from lms.people.identity.providers.models import SignOn
from lms.people.identity.sso import pending_sign_ins, queries, services, tokens
from lms.people.identity.sso.http import allowed_hosts, call_limits
from lms.people.identity.sso.http import client as http_client
from tests.people.sso.conftest import (  # noqa: F401
    administrator,
    go,
    provider,
    server,
    set_up,
    sign_on,
    there_and_back,
)

from .mutation import browser, held_by, instead

pytestmark = pytest.mark.usefixtures("sign_on", "wanjiru")


def gets_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_a_provider_signs_in_nobody_of_another_institution(provider, superuser, neighbour):
    def signs_in(number: str) -> bool:
        provider.person["preferred_username"] = number
        client = browser()
        there_and_back(client, provider)
        return gets_in(client)

    for number in ("root", "KE-200"):
        everybody = instead(queries, "signed_in_by", lambda _institution: User.objects.filter(is_active=True))
        held_by(everybody, attack=lambda number=number: signs_in(number))


def test_a_token_of_another_sign_in_is_not_taken(provider):
    def is_taken() -> bool:
        provider.claims = {"nonce": "of another sign-in"}
        client = browser()
        there_and_back(client, provider)
        return gets_in(client)

    held_by(instead(tokens, "constant_time_compare", lambda _given, _expected: True), attack=is_taken)


def test_a_token_that_the_provider_did_not_sign_is_not_taken(provider):
    forged = RSAKey.generate_key(2048, {"kid": provider.keys[0].kid})

    def unchecked(token, *_key, **_options):
        return real(token, options={"verify_signature": False})

    real = jwt.decode

    def is_taken() -> bool:
        provider.sign = lambda claims: sign({"alg": "RS256", "kid": forged.kid}, claims, forged)
        client = browser()
        there_and_back(client, provider)
        return gets_in(client)

    held_by(instead(jwt, "decode", unchecked), attack=is_taken)


def test_the_server_asks_nobody_inside(settings):
    settings.SIGN_ON_INTERNAL_HOSTS = []
    with socket.create_server(("127.0.0.1", 0)) as inside:

        def is_led_inside() -> bool:
            try:
                return bool(allowed_hosts.resolve(allowed_hosts.split(f"https://127.0.0.1:{inside.getsockname()[1]}/")))
            except allowed_hosts.NotAllowed:
                return False

        held_by(instead(allowed_hosts, "is_public", lambda _address: True), attack=is_led_inside)


def test_a_provider_that_answers_slowly_holds_a_few_threads(sign_on, settings):
    """Everybody of one institution begins to sign in, and each waits as long as the provider wants."""
    with socket.create_server(("127.0.0.1", 0)) as slow, ExitStack() as held:
        issuer = f"http://127.0.0.1:{slow.getsockname()[1]}"
        SignOn.objects.update(issuer=issuer)

        def wait() -> None:
            with suppress(http_client.Unreachable):
                call_limits.ask(sign_on.pk, issuer)

        waiting = [Thread(target=wait) for _ in range(call_limits.MOST)]
        for thread in waiting:
            thread.start()
            held.enter_context(slow.accept()[0])
        slow.setblocking(False)

        def is_called_once_more() -> bool:
            browser().get("/sign-on/mlima-police-academy/")
            try:
                slow.accept()[0].close()
            except BlockingIOError:
                return False
            return True

        with instead(http_client, "ALTOGETHER", 0.5):
            held_by(
                instead(call_limits, "MOST", 99), instead(call_limits, "ALTOGETHER", 99), attack=is_called_once_more
            )
    for thread in waiting:
        thread.join()


def test_a_session_that_a_provider_began_ends_with_it(provider, academy, administrator, now):
    """Whoever ran the provider for an afternoon is still in the accounts of others when it is gone."""

    def stays(**about) -> bool:
        client = browser()
        there_and_back(client, provider)
        set_up(academy, administrator, provider, now, **about)
        return client.get("/learn/").status_code == 200

    for about in ({"on": False}, {"issuer": "https://another.example"}):
        held_by(instead(services, "_end_sessions", lambda _sign_on: None), attack=lambda about=about: stays(**about))


def test_the_answer_of_another_browser_signs_nobody_in(provider):
    """Somebody is led to an address that would sign them in as the thief."""
    anybodys: dict[str, dict] = {}

    def is_taken() -> bool:
        thief, victim = browser(), browser()
        back = provider.sign_in(go(thief))
        anybodys.update(thief.session[pending_sign_ins.KEY])
        victim.get(back)
        return gets_in(victim)

    def take(_request, name, **_named):
        return pending_sign_ins.PendingSignIn(**anybodys[name])

    held_by(instead(pending_sign_ins, "take", take), attack=is_taken)


def test_a_provider_that_did_not_ask_again_shows_nobody(provider):
    """A phone that was left lying is signed in at the provider as well, which lets it through."""
    provider.asks_again, provider.asked_at = False, int(time.time()) - 3600

    def is_shown() -> bool:
        client = browser()
        there_and_back(client, provider)
        session = client.session
        session["confirmed_at"] = 0
        session.save()
        client.get(provider.sign_in(client.get("/account/confirm/sign-on/").url))
        return client.get("/account/factors/app/").status_code == 200

    held_by(instead(tokens, "check_asked_since", lambda _claims, _moment: None), attack=is_shown)

"""Keys: made by one command, for their owner alone, rotated and given up; a set that devices can follow."""

import json
import stat
from base64 import b64decode
from datetime import timedelta
from io import StringIO

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management import CommandError, call_command

from certificates.statement import keys, pdf_keys
from certificates.statement.key_set import KEYS


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("certificates", "key", *arguments, stdout=out)
    return out.getvalue()


def signers(now_known) -> set[str]:
    """The ids of the keys whose signatures on the published set are right."""
    held = json.loads(keys.published())
    public = {key.id: key.public for key in now_known}
    right = set()
    for name, signature in held["signatures"].items():
        try:
            signed = KEYS + held["payload"].encode()
            Ed25519PublicKey.from_public_bytes(public[name]).verify(b64decode(signature), signed)
        except InvalidSignature:
            continue
        right.add(name)
    return right


def test_without_a_key_nothing_signs(folder, now):
    assert keys.signing_key(now.date()) is None and keys.published() == "" and keys.key_set().keys == ()


def test_the_first_key_signs_from_today_for_two_years(folder, now):
    made = keys.make(now=now)
    assert keys.signing_key(now.date()).key == made
    assert keys.signing_key(now.date() - timedelta(days=1)) is None
    assert keys.signing_key(now.date() + timedelta(days=731)) is None
    assert signers([made]) == {made.id}
    assert keys.make(now=now) == made, "made once"


def test_its_files_are_for_their_owner_alone_and_hold_no_key_in_clear(key, folder):
    private = keys.signing_key(key.starts).private
    assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert "PRIVATE KEY" not in file.read_text()
        assert private.private_bytes_raw() not in file.read_bytes()


def test_a_new_key_is_known_before_it_signs_and_the_old_one_ends_then(key, now):
    follows = keys.rotate(now=now)
    held = {one.id: one for one in keys.key_set().keys}
    assert keys.signing_key(now.date()).key.id == key.id
    assert keys.signing_key(now.date() + timedelta(days=30)).key.id == follows.id
    assert held[key.id].ends == follows.starts == now.date() + timedelta(days=30)
    assert signers(held.values()) == {key.id, follows.id} and keys.key_set().seq == 2
    with pytest.raises(keys.Refused, match="waits already"):
        keys.rotate(now=now)


def test_a_key_that_leaked_signs_nothing_more_and_the_waiting_one_begins_at_once(key, now, folder):
    follows = keys.rotate(now=now)
    assert keys.give_up(key.id, now=now).id == follows.id
    assert keys.signing_key(now.date()).key.id == follows.id
    assert signers(keys.key_set().keys) == {follows.id}
    assert not (folder / f"{key.id}.key").exists()
    assert {one.id: one.leaked for one in keys.key_set().keys} == {key.id: now.date(), follows.id: None}


def test_the_only_key_that_leaked_is_replaced(key, now):
    follows = keys.give_up(key.id, now=now)
    assert follows.id != key.id and keys.signing_key(now.date()).key == follows
    with pytest.raises(keys.Refused, match="There is no key"):
        keys.give_up("00000000", now=now)


def test_a_waiting_key_that_leaked_leaves_the_present_one(key, now):
    assert keys.give_up(keys.rotate(now=now).id, now=now).id == key.id
    assert keys.signing_key(now.date()).key.id == key.id


def test_another_secret_key_reads_nothing_and_the_old_one_as_fallback_all(key, now, settings):
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another-key-of-fifty-characters-that-nobody-knows-at-all"
    assert keys.signing_key(now.date()) is None and keys.unreadable() == [key.id]
    settings.SECRET_KEY_FALLBACKS = [old]
    keys.make(now=now)
    settings.SECRET_KEY_FALLBACKS = []
    keys._signing_key.cache_clear()
    assert keys.signing_key(now.date()).key.id == key.id and keys.unreadable() == []


def test_the_command_makes_rotates_gives_up_and_lists(folder, db):
    made = command("make").split()[0]
    follows = command("rotate").split()[0]
    assert f"{follows} signs from" in command("leaked", made)
    listed = command("list")
    assert "leaked" in listed and f"{follows}" in listed and listed.count("signs now") == 1
    with pytest.raises(CommandError, match="There is no key nothing"):
        command("leaked", "nothing")


def test_a_folder_that_cannot_be_written_is_told(folder, db):
    folder.parent.parent.joinpath("keys").touch()
    with pytest.raises(CommandError, match="keys"):
        command("make")


@pytest.mark.parametrize(("days", "status"), [(0, "up"), (669, "up"), (671, "warning"), (731, "warning")])
def test_health_warns_before_the_last_key_ends(key, now, days, status):
    assert keys.check(now + timedelta(days=days)).status == status


def test_health_warns_without_a_key_and_of_one_that_cannot_be_read(folder, now, settings):
    assert keys.check(now).status == "warning"
    keys.make(now=now)
    settings.SECRET_KEY = "another-key-of-fifty-characters-that-nobody-knows-at-all"
    assert keys.check(now).figures == {"days_left": 0, "unreadable": 1}


class TestPdf:
    @pytest.fixture
    def made(self, folder, academy, now):
        return pdf_keys.make(academy.pk, academy.name, now=now)

    def test_the_key_comes_back_and_ends(self, made, academy, now):
        held = pdf_keys.pdf_key(academy.pk, now=now)
        assert held.certificate == made.certificate and held.private.public_key() == held.certificate.public_key()
        assert pdf_keys.pdf_key(academy.pk, now=now + timedelta(days=1096)) is None
        assert pdf_keys.pdf_key(academy.pk + 1, now=now) is None

    def test_one_that_leaked_signs_nothing_more(self, made, academy, now, folder):
        assert pdf_keys.give_up(academy.pk) == pdf_keys.fingerprint(made.certificate)
        assert pdf_keys.pdf_key(academy.pk, now=now) is None
        assert [leaked for _pk, _certificate, leaked in pdf_keys.listed()] == [True]

    def test_one_that_was_changed_half_way_signs_nothing(self, made, academy, now, folder):
        former = (folder / f"pdf-{academy.pk}.pem").read_text()
        pdf_keys.make(academy.pk, academy.name, now=now)
        (folder / f"pdf-{academy.pk}.pem").write_text(former)
        assert pdf_keys.pdf_key(academy.pk, now=now) is None

    def test_another_secret_key_makes_it_unreadable_until_it_is_encrypted_anew(self, made, academy, now, settings):
        old, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-of-fifty-characters-that-nobody-knows-at-all"
        assert pdf_keys.pdf_key(academy.pk, now=now) is None and keys.unreadable() == [f"pdf-{academy.pk}"]
        settings.SECRET_KEY_FALLBACKS = [old]
        keys.make(now=now)
        settings.SECRET_KEY_FALLBACKS = []
        assert pdf_keys.pdf_key(academy.pk, now=now).certificate == made.certificate

    def test_the_command_takes_a_given_certificate(self, made, academy, tmp_path):
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        pem = made.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file = tmp_path / "given.pem"
        file.write_bytes(pem + made.certificate.public_bytes(Encoding.PEM))
        said = command("rotate", "--pdf", academy.name, "--certificate", str(file))
        assert pdf_keys.fingerprint(made.certificate) in said
        assert f"PDFs of {academy.name}" in command("list")
        with pytest.raises(CommandError, match="Take “rotate”"):
            command("make", "--pdf", str(academy.pk))
        file.write_bytes(made.certificate.public_bytes(Encoding.PEM))
        with pytest.raises(CommandError, match="needs a private key"):
            command("rotate", "--pdf", academy.name, "--certificate", str(file))

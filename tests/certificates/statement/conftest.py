"""A folder of keys that other tests do not see."""

import pytest


@pytest.fixture
def folder(tmp_path, settings):
    settings.CERTIFICATE_KEYS = tmp_path / "keys" / "certificates"
    return settings.CERTIFICATE_KEYS


@pytest.fixture
def key(folder, now):
    from certificates.statement import keys

    return keys.make(now=now)

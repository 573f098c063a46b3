"""A data folder of its own, whose keys other tests do not see."""

import pytest


@pytest.fixture
def folder(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    return tmp_path / "keys" / "certificates"


@pytest.fixture
def key(folder, now):
    from certificates.statement import keys

    return keys.make(now=now)

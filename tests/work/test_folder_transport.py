"""The embedded queue: what is sent while a worker looks is read whole, once, in its order."""

from multiprocessing import get_context

import pytest
from kombu import Connection

import lms.celery  # noqa: F401  names the transport

pytestmark = pytest.mark.once
SENT = 300


@pytest.fixture
def queue(tmp_path):
    """Opens the queue anew, as each process does."""
    folders = {f"data_folder_{way}": str(tmp_path) for way in ("in", "out")} | {"control_folder": str(tmp_path)}
    return lambda: Connection("folders://localhost", transport_options=folders).SimpleQueue("soon")


def test_each_message_is_read_whole_once_and_in_its_order(queue):
    def send():
        with queue() as sending:
            for number in range(SENT):
                sending.put({"number": number, "long": "ፈተና" * 50_000})

    sender = get_context("fork").Process(target=send)  # threads of one process take turns where it matters
    sender.start()
    read = []
    with queue() as reading:
        while len(read) < SENT:
            message = reading.get(timeout=60)
            read.append(message.payload)
            message.ack()
    sender.join()

    assert sender.exitcode == 0
    assert [one["number"] for one in read] == list(range(SENT))
    assert {len(one["long"]) for one in read} == {150_000}

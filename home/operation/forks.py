"""Databases before a process is forked."""

from django.db import connections


def close_before_fork() -> None:
    """Close all connections, and the pools that hold them: a pool keeps its threads in the process that began it, and
    a fork that inherits one waits for a connection in vain.
    """
    for connection in connections.all(initialized_only=True):
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]  # of this backend alone

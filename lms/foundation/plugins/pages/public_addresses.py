"""Request for a plugin's public addresses: of no person, without cookies and without a session. Pure."""

from typing import Any, NoReturn

BELOW = "p/"
"""Where they are: `p/<plugin>/`."""
NAMESPACE = "public"
"""Before the plugin's own in their names: `public:<plugin>:<name>`."""


class NoSession(dict[str, Any]):
    """The session of a request to a public address: it is empty, and keeps nothing."""

    accessed = modified = False

    def is_empty(self) -> bool:
        return True

    def _refuse(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("A public address keeps no session.")

    __setitem__ = setdefault = update = __ior__ = _refuse

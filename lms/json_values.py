"""Values of shared caches as JSON: nothing that is read from them is run."""

import json


class NotJson(TypeError):
    """A value of the cache that JSON would not give back as it was."""


class Json:
    """The serializer of values in shared caches. Tuples come back as lists."""

    def dumps(self, value: object) -> int | str:
        """Raise `NotJson`. Whole numbers stay as they are, so that Redis can count."""
        if not _is_json(value):
            raise NotJson(f"{type(value).__name__} is not kept in a shared cache.")
        return value if type(value) is int else json.dumps(value)

    def loads(self, data: bytes) -> object:
        return json.loads(data)


def _is_json(value: object) -> bool:
    """Compare types: words that are translated when they are shown, and safe HTML, would lose what they are."""
    if isinstance(value, dict):
        return all(type(name) is str and _is_json(one) for name, one in value.items())
    if isinstance(value, list | tuple):
        return all(map(_is_json, value))
    return value is None or type(value) in (str, int, float, bool)

"""The rows of standing in."""

from .rows import Row

STANDING_IN: dict[str, Row] = {
    "academy:stand-ins": Row("302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 422 422"),
    "stand-ins": Row("302 404 404 404 200 200 200 200 200 404", "302 404 404 404 422 422 422 422 422 404"),
    "stand-in-end": Row(
        "302 405 405 405 405 405 405 405 405 405", "302 404 404 404 302 404 404 404 302 302", {"pk": "stand_in"}
    ),
}

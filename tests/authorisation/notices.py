"""Rows of the matrix for notices."""

from .rows import Row

EVERYBODY = "302 200 200 200 200 200 200 200 200 200"
NOTICES: dict[str, Row] = {
    "notices:log": Row("302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 405 405"),
    "notices:mine": Row(EVERYBODY, "302 405 405 405 405 405 405 405 405 405"),
    "notices:open": Row(
        "302 405 405 405 405 405 405 405 405 405", "302 302 404 404 404 404 404 404 404 404", {"pk": "notice"}
    ),
    "notices:preferences": Row(EVERYBODY, "302 302 302 302 302 302 302 302 302 302"),
    "notices:read-all": Row("302 405 405 405 405 405 405 405 405 405", "302 302 302 302 302 302 302 302 302 302"),
    "notices:text-messages": Row("302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 405 405"),
    "notices:text-messages-of": Row(
        "302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 302 302", {"pk": "institution"}
    ),
    "notices:push": Row("302 405 405 405 405 405 405 405 405 405", "302 409 409 409 409 409 409 409 409 409"),
    "notices:worker": Row("200", "405"),
    "notices:stop": Row("404", "404", {"token": "c0ffee"}),
}

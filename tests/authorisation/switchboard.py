"""Rows of the matrix for the pages of plugins in the admin."""

from .rows import Row

SWITCHBOARD: dict[str, Row] = {
    "switchboard_deliver_again": Row("405 405 405 405 405 405", "302", {"slug": "quiz"}),
    "switchboard_plugin": Row("200 302 302 302 302 200", "404 302 302 302 302 404", {"slug": "quiz"}),
    "switchboard_settings": Row("200 302 302 302 302 200", "302", {"slug": "quiz", "pk": "institution"}),
    "switchboard_take_up": Row("405 405 405 405 405 405", "302", {"slug": "quiz"}),
    "switchboard_plugins": Row("200 302 302 302 302 200", "405 405 405 405 405 405"),
}

"""Facts of a certificate, grouped by their uses: the one list from which digests, corrections and renewals take theirs,
and what people read of their own. Pure.
"""

NEW = ("serial", "index", "name", "issued_at")
"""Facts that each document gets anew."""
OF_COURSE = ("of_course_id", "of_programme_id", "course", "parts", "minutes", "attended", "score", "edition")
"""Facts that a renewed certificate takes over."""
_SAID = ("language", "service_number", "institution", "unit", "completed_on", "valid_until", "renewable_from")
_BEHIND = ("earned_by_id", "issuer_id", "signatories", "design_id", "renews_id")

REGISTERED = (*NEW, *OF_COURSE, *_SAID, *_BEHIND)
"""Facts that never change, for which the register vouches."""
CORRECTED = (*OF_COURSE, *_SAID, *_BEHIND, "enrolment_id", "completion_id")
"""Facts that a corrected document takes over."""
PERSONAL = ("serial", "name", *OF_COURSE[2:], *_SAID, "issued_at", "revoked_at", "replaced_at")
"""Facts that holders get of their own data."""

BLOCK = 131_072
"""Indexes of one list of revoked certificates: the least that the standard of badges allows, among which one hides.
They are drawn, so that they tell no order, from a block until about half of it is used.
"""

"""The only writers of certificates."""


def issue(*, enrolment, now): ...

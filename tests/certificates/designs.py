"""Designs for tests."""

from certificates.design import services
from certificates.design.default import default_sheet
from certificates.design.models import Design


def design_of(institution, *, by, now) -> Design:
    """A design of `institution`, as the built-in one, which is not in use."""
    return services.create(institution=institution, name="Parade", sheet=default_sheet(), by=by, now=now)

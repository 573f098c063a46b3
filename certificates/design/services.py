"""The only writer of designs, and of which is in use."""

from datetime import datetime

from django.db import transaction

from lms.people.audit.services import note
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.directory.reach import NotTheirs, administers

from .models import Design, DesignVersion
from .sheet import IN_USE, Sheet


@transaction.atomic
def create(*, institution: Institution, name: str, sheet: Sheet, by: User, now: datetime) -> Design:
    """Return a new design of `institution` with its first version. Raises `NotTheirs`."""
    if not administers(by, institution):
        raise NotTheirs
    design = Design.objects.create(institution=institution, name=name)
    _add_version(design, sheet, by=by, now=now)
    return design


@transaction.atomic
def save(*, design: Design, name: str, sheet: Sheet, by: User, now: datetime) -> DesignVersion:
    """Return the latest version of `design`, a new one if `sheet` differs; it takes the place of the one in use.
    Raises `NotTheirs`.
    """
    if not administers(by, design.institution):
        raise NotTheirs
    held = Design.objects.select_for_update(no_key=True).get(pk=design.pk)
    held.name = name
    held.save(update_fields=["name"])
    last = held.latest()
    if last.sheet == sheet:
        return last
    version = _add_version(held, sheet, by=by, now=now, number=last.number + 1)
    institution = Institution.objects.select_for_update(no_key=True).get(pk=held.institution_id)
    if held.versions.filter(pk=institution.certificate_settings.get(IN_USE)).exists():
        _put_in_use(institution, version)
    return version


@transaction.atomic
def use(*, design: Design, version: DesignVersion | None, by: User, now: datetime) -> None:
    """Put a version of `design` on the certificates that are issued from now on; with None the design of the code.
    Raises `NotTheirs`.
    """
    if not administers(by, design.institution):
        raise NotTheirs
    institution = Institution.objects.select_for_update(no_key=True).get(pk=design.institution_id)
    _put_in_use(institution, version)
    note("certificate_design_used", by=by, institution=institution, now=now, design=design.pk)


def _add_version(design: Design, sheet: Sheet, *, by: User, now: datetime, number: int = 1) -> DesignVersion:
    return DesignVersion.objects.create(
        design=design,
        number=number,
        created_at=now,
        created_by=by,
        **vars(sheet) | {"elements": [element.as_json() for element in sheet.elements]},
    )


def _put_in_use(institution: Institution, version: DesignVersion | None) -> None:
    said = {name: value for name, value in institution.certificate_settings.items() if name != IN_USE}
    institution.certificate_settings = said | ({IN_USE: version.pk} if version else {})
    institution.save(update_fields=["certificate_settings"])

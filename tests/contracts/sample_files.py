"""A file of each content format, of one question."""

from assessments.formats.qti.versions import formats
from assessments.formats.registry.built_in import Aiken, Gift, MoodleXml

QTI = [kind for kind in vars(formats).values() if isinstance(kind, type) and issubclass(kind, formats.Qti)]
DRAFTS = list(Gift().read(b"::Sum::Two and two? {=Four ~Five}\n", name="").drafts)
FILES = {
    kind.slug: kind.write(DRAFTS)[0]
    for kind in (Gift(), Aiken(), MoodleXml(), *(version() for version in QTI if version is not formats.Qti))
}

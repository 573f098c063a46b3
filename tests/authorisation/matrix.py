"""The authorisation matrix: for each address, the status that each of WHO gets.

The world of the test: a cohort of an academy with a course assigned, which the learner has completed with a
certificate. A `classmate` is of the same academy but not in the cohort, a `stranger` is a learner of another country, a
`neighbour` is instructor at another academy of the same country, `foreign` is the coordinator of another country. Of
those who come into the admin, `editor` and `reviewer` are in Wagtail's groups, `limited` edits what belongs to the
country whose rows are named, `abroad` what belongs to another, and `manager` manages the people of the academy that
they administer. POSTs are sent with an empty form: 200 or 422 is the form with what is missing, 400 one without a field
that it must have, 405 is no POST at all.
"""

from .editing import EDITING
from .learning import LEARNING
from .naming import CITATION, glossary
from .people import PEOPLE
from .rows import Row, alike
from .third_parties import ALIKE

MATRIX: dict[str, Row] = dict(alike(PEOPLE + LEARNING + EDITING + ALIKE))
MATRIX |= {glossary(name): row for name, row in MATRIX.items() if CITATION in name}

"""Stream of the criteria by which a hand-in is marked."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from assessments.questions.types.freetext.block import CriterionBlock


class RubricStream(blocks.StreamBlock):
    """Stream of the criteria, in order; ids of blocks are those of criteria and levels."""

    criterion = CriterionBlock(icon="tick", label=_("Criterion"))

    class Meta:
        max_num = 20

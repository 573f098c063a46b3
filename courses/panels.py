"""What publishing would do, shown to the editor beforehand."""

from wagtail.admin.panels import Panel


class EffectPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/panels/effect.html"

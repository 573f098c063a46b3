"""The quiz's own addresses, below /x/quiz/."""

from django.urls import path

from .desk import contest_views
from .desk import learner_views as views
from .desk import views as desk
from .exams import urls as exams

urlpatterns = [
    path("contest/<int:attempt>/", views.contest, name="contest"),
    path("marking/", desk.queue, name="to-mark"),
    path("marking/contests/", contest_views.contests, name="contests"),
    path("marking/<int:attempt>/<str:question>/", desk.mark, name="mark"),
    path("marking/contests/<int:attempt>/<str:question>/", contest_views.respond, name="respond"),
    *exams.urlpatterns,
]

"""The addresses of simulations, below /x/simulation/."""

from django.urls import path

from .authoring import file_views as case_files
from .authoring import language_views as case_languages
from .authoring import views as cases
from .authoring.beginning import views as beginning
from .authoring.editing import views as editing
from .console import room_views
from .console import views as console_views
from .debrief import file_views, fork_views
from .debrief import views as debrief_views
from .planning import views as planning_views
from .preview import views as preview
from .printing import views as printing
from .seat import picture_views as pictures
from .seat import polling_views, views

urlpatterns = [
    # first, since nothing is asked for as often: an address is found by trying one after the other
    path("seat/<int:pk>/pulse/", polling_views.pulse, name="pulse"),
    path("runs/<uuid:key>/pulse/", console_views.pulse, name="console-pulse"),
    path("seat/<int:pk>/", views.seat, name="seat"),
    path("seat/<int:pk>/picture/<slug:name>/", pictures.of_seat, name="seat-picture"),
    path("case/new/", beginning.new, name="case-new"),
    path("case/<int:page>/", cases.case, name="case"),
    path("case/<int:page>/begin/", beginning.begin, name="case-begin"),
    path("case/<int:page>/languages/", case_languages.languages, name="case-languages"),
    path("case/<int:page>/situation/", editing.situation, name="case-situation"),
    path("case/<int:page>/file/", case_files.upload, name="case-upload"),
    path("case/<int:page>/file/draft/", case_files.take, name="case-take"),
    path("case/<int:page>/file/<str:kind>/", case_files.download, name="case-download"),
    path("case/<int:page>/picture/<slug:name>/", pictures.of_draft, name="case-picture"),
    path("case/<int:page>/play/", preview.preview, name="case-preview"),
    path("case/<int:page>/play/begin/", preview.begin, name="case-preview-begin"),
    path("case/<int:page>/play/keep/", preview.record, name="case-preview-record"),
    path("case/<int:page>/paths/<str:name>/take-out/", editing.forget, name="case-forget"),
    path("case/<int:page>/print/<str:seat>/", printing.of_draft, name="case-pack"),
    path("case/<int:page>/print/<str:seat>/paper/", printing.paper_of_draft, name="case-pack-paper"),
    path("case/<int:page>/part/<str:part>/", cases.part, name="case-part"),
    path("case/<int:page>/part/<str:part>/new/", editing.new, name="case-add"),
    path("case/<int:page>/part/<str:part>/of/<str:id>/", editing.thing, name="case-thing"),
    path("case/<int:page>/part/<str:part>/of/<str:id>/take-out/", editing.remove, name="case-remove"),
    path("runs/<uuid:key>/print/<str:seat>/", printing.of_run, name="print"),
    path("runs/<uuid:key>/print/<str:seat>/paper/", printing.paper_of_run, name="print-paper"),
    path("runs/", planning_views.runs, name="runs"),
    path("plan/<int:cohort>/<uuid:activity>/", planning_views.plan, name="plan"),
    path("runs/<uuid:key>/", console_views.show, name="console"),
    path("runs/<uuid:key>/picture/<slug:name>/", pictures.of_run, name="picture"),
    path("runs/<uuid:key>/enter/", console_views.enter, name="enter"),
    path("runs/<uuid:key>/seats/", planning_views.seats, name="seats"),
    path("runs/<uuid:key>/seats/<int:seat>/leave/", planning_views.leave, name="leave"),
    path("runs/<uuid:key>/take/", planning_views.take, name="take"),
    path("runs/<uuid:key>/join/", console_views.join, name="join"),
    path("runs/<uuid:key>/fork/", fork_views.fork, name="fork"),
    path("runs/<uuid:key>/room/", room_views.room, name="room"),
    path("runs/<uuid:key>/room/<str:role>/", room_views.behind, name="behind"),
    path("runs/<uuid:key>/present/", room_views.present, name="present"),
    path("runs/<uuid:key>/begin/", planning_views.begin, name="begin"),
    path("runs/<uuid:key>/debrief/", debrief_views.show, name="debrief"),
    path("runs/<uuid:key>/debrief/paper/", file_views.paper, name="debrief-paper"),
    path("runs/<uuid:key>/debrief/log/", file_views.log, name="log"),
    path("runs/<uuid:key>/debrief/replay/", file_views.replay, name="replay"),
    path("runs/<uuid:key>/debrief/groups/", file_views.groups, name="groups"),
    path("runs/<uuid:key>/plan-line/", debrief_views.plan_line, name="plan-line"),
    path("runs/<uuid:key>/judge/", debrief_views.judge, name="judge"),
    path("runs/<uuid:key>/close/", debrief_views.close, name="close"),
    path("break/", views.leave_at_once, name="break"),
    path("mine/", views.mine, name="mine"),
]

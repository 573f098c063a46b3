"""Rows of the matrix for learning, teaching, exams, sessions, checklists, simulations, conversations and reports.

The learner sits in a run that the instructor runs: a colleague of the institution has no hand in it.
"""

LEARNING = """
401 200 200 200 200 200 200 200 200 200 | 401 422 422 422 422 422 422 422 422 422
    offline:sync
302 200 200 200 200 200 200 200 200 200 | 302
    offline:held
302 200 200 200 200 200 200 200 200 200 | 302 422 422 422 422 422 422 422 422 422
    offline:file
401 405 405 405 405 405 405 405 405 405 | 401 400 400 400 400 400 400 400 400 400
    offline:register
302 405 405 405 405 405 405 405 405 405 | 302 404 404 404 404 404 404 404 404 404
    offline:revoke(device=activity_id)
200 | 405
    offline:manifest offline:worker
302 200 200 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405 405 405
    offline:phone offline:shell
401 200 404 404 404 404 404 404 404 404 | 401 405 405 405 405 405 405 405 405 405
    offline:pack(course=course)
401 404 404 404 404 404 404 404 404 404 | 401 405 405 405 405 405 405 405 405 405
    offline:piece(course=course,activity=activity_id,name=0000) offline:form(draw=activity_id,name=0000)
401 405 405 405 405 405 405 405 405 405 | 401 409 404 404 404 404 404 404 404 404
    offline:draw(course=course)
200 | 422
    followups:ask(token=after_token)
200 | 405
    certificates:shared(secret=share_secret) certificates:shared-badge(secret=share_secret)
301 | 405
    certificates:cohort(pk=cohort)
200 | 405
    certificates:ask certificates:badge_list(pk=institution,block=badge_block) certificates:did(pk=institution)
    certificates:verify(serial=serial) courses:procedures courses:paper(slug=on-paper)
    verify:keys verify:list verify:manifest verify:page verify:worker
302 200 200 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405 405 405
    certificates:mine conversations:mine courses:glossary courses:library courses:package(course=course_id)
    learn:mine learn:results meetings:mine observation:mine quiz:exam
    followups:mine refreshers:mine search:search simulation:break simulation:mine teach:assignments teach:cohorts
302 200 200 200 200 200 200 200 200 200 | 302 422 422 422 422 422 422 422 422 422
    conversations:ask
302 200 404 404 200 404 200 404 200 200 | 302 405 405 405 405 405 405 405 405 405
    certificates:badge(serial=serial,kind=badge_kind) certificates:page(serial=serial)
    certificates:tagged(serial=serial)
    certificates:pdf(serial=serial) meetings:show(pk=session)
302 200 404 404 200 404 404 404 200 200 | 302 405 405 405 405 405 405 405 405 405
    assignment:file(key=work_file) observation:photo(key=photo)
302 200 404 404 200 404 404 404 404 200 | 302 422 404 404 422 404 404 404 404 422
    conversations:complain(pk=conversation) conversations:thread(pk=conversation)
302 404 404 404 200 200 200 200 200 200 200 200 200 404 200 | 302 405 405 405 405 405 405 405 405 405
    courses:guide(course=course_id) courses:part(course=course_id,part=answers)
302 200 404 404 404 404 404 404 404 404 | 302 302 404 404 404 404 404 404 404 404
    observation:own(pk=finding)
302 200 404 404 404 404 404 404 404 404 | 302 400 404 404 404 404 404 404 404 404
    simulation:seat(pk=simulation_seat)
302 200 404 404 404 404 404 404 404 404 | 302 405 405 405 405 405 405 405 405 405
    learn:completed(course=course) learn:course(course=course) learn:programme(programme=programme)
    simulation:pulse(pk=simulation_seat) simulation:seat-picture(pk=simulation_seat,name=case_picture)
302 200 404 404 404 404 404 404 404 404 | 302 422 404 404 404 404 404 404 404 404
    certificates:renew(serial=serial) learn:activity(course=course,activity=activity) meetings:own(pk=attendance)
    refreshers:show(pk=refresher)
302 302 404 404 404 404 404 404 404 404 | 302 405 405 405 405 405 405 405 405 405
    learn:to(activity=activity_id)
302 404 404 404 200 200 404 404 200 200 | 302 404 404 404 422 404 404 404 422 422
    teach:assign
302 404 404 404 200 200 404 404 200 200 | 302 405 405 405 405 405 405 405 405 405
    meetings:contests meetings:index observation:index quiz:contests quiz:sittings quiz:to-mark simulation:runs
    teach:late-answers teach:today
302 404 404 404 200 200 404 404 200 200 | 302 404 404 404 422 422 404 404 422 422
    teach:more-time teach:remind teach:withdraw-people
302 404 404 404 200 200 200 200 200 200 | 405
    certificates:export certificates:index
302 404 404 404 200 200 200 200 200 200 | 302 404 404 404 302 422 302 422 302 302
    certificates:ceremonies
302 404 404 404 200 404 404 404 404 404 | 405
    certificates:ceremony(pk=ceremony)
302 404 404 404 302 404 404 404 404 404 | 405
    certificates:ceremony-file(pk=ceremony,kind=print)
302 200 404 404 404 404 404 404 404 404 | 302 200 404 404 404 404 404 404 404 404
    certificates:share(serial=serial)
302 405 405 405 405 405 405 405 405 405 | 302 302 404 404 404 404 404 404 404 404
    certificates:share-end(serial=serial,pk=share)
302 404 404 404 200 200 404 404 404 200 | 302 405 405 405 405 405 405 405 405 405
    conversations:index
302 404 404 404 200 404 200 404 200 200 | 302 405 405 405 405 405 405 405 405 405
    certificates:record(serial=serial) teach:came-about(pk=enrolment)
    teach:cohort(pk=cohort) teach:person(pk=person)
302 404 404 404 200 404 200 404 200 200 | 302 404 404 404 302 404 302 404 302 302
    teach:export(pk=cohort) teach:export-sheet(pk=cohort)
302 404 404 404 200 404 404 404 200 200 | 302 404 404 404 302 404 404 404 302 302
    assignment:bundle(cohort=cohort,activity=group_task) assignment:groups(cohort=cohort,activity=group_task)
    meetings:attendance(pk=session) quiz:minutes-paper(pk=sitting) quiz:room-paper(pk=sitting)
    simulation:debrief-paper(key=run_over)
    observation:show(key=observation) teach:close(pk=cohort)
    teach:withdraw(pk=assignment)
302 404 404 404 200 404 404 404 200 200 | 302 404 404 404 422 404 404 404 422 422
    meetings:answer(pk=attendance) meetings:call-off(pk=session) meetings:change(pk=session)
    meetings:plan(cohort=cohort) observation:begin(cohort=cohort,activity=checklist) quiz:exceptions(cohort=cohort)
    quiz:mark(attempt=attempt,question=asked) quiz:minute(pk=minute) quiz:minutes(pk=sitting) quiz:plan(cohort=cohort)
    quiz:respond(attempt=attempt,question=asked) quiz:room(pk=sitting)
    simulation:plan(cohort=cohort,activity=simulation_case) simulation:seats(key=run) teach:attention(pk=cohort)
    teach:dates(pk=assignment) teach:extend(pk=assignment) teach:late(attempt=attempt)
    teach:locked(enrolment=enrolment) teach:people(pk=cohort) teach:result(pk=enrolment,activity=quiz_id)
302 404 404 404 200 404 404 404 200 200 | 302 405 405 405 405 405 405 405 405 405
    assignment:similar(attempt=work)
    meetings:board(pk=session) meetings:live(pk=session) meetings:sheet(pk=session)
    observation:figures(cohort=cohort,activity=checklist) observation:finding(pk=finding) quiz:board(pk=sitting)
    quiz:live(pk=sitting) quiz:sheet(pk=sitting)
    quiz:ticket(pk=ticket) simulation:console(key=run) simulation:debrief(key=run_over)
    simulation:console-pulse(key=run)
    simulation:groups(key=run_over) simulation:log(key=run_over)
    simulation:replay(key=run_over) teach:attempt(pk=attempt)
302 404 404 404 200 404 404 404 404 200 | 302 404 404 404 422 404 404 404 404 422
    conversations:write(cohort=cohort)
302 404 404 404 200 404 404 404 404 404 | 302 404 404 404 400 404 404 404 404 404
    simulation:behind(key=run,role=simulation_role)
302 404 404 404 200 404 404 404 404 404 | 302 404 404 404 422 404 404 404 404 404
    simulation:fork(key=run)
302 404 404 404 200 404 404 404 404 404 | 302 405 405 405 405 405 405 405 405 405
    assignment:bundle-file(pk=bundle) assignment:bundle-made(pk=bundle)
    simulation:picture(key=run,name=case_picture) simulation:print(key=run,seat=case_seat)
    simulation:print-paper(key=run,seat=case_seat) simulation:room(key=run)
302 404 404 404 302 404 404 404 302 302 | 302 404 404 404 302 404 404 404 302 302
    simulation:begin(key=run)
302 404 404 404 404 404 200 404 200 200 | 302 404 404 404 404 404 422 404 422 422
    certificates:by-hand(enrolment=enrolment)
302 404 404 404 404 404 200 200 200 200 | 405
    reports:completion reports:completion-file(extension=csv) reports:lines reports:lines-file(extension=csv)
    dashboards:dashboard reports:overview followups:answers
302 404 404 404 404 404 200 200 200 200 | 405
    indicators:index
302 404 404 404 404 404 200 200 200 200 | 302 404 404 404 404 404 302 302 302 302
    indicators:logframe(extension=json)
302 404 404 404 404 404 200 200 200 200 200 200 200 200 200 | 405
    saved_reports:index
302 404 404 404 404 404 404 404 404 404 | 302 404 404 404 404 404 404 404 404 404
    saved_reports:keep
302 404 404 404 404 404 302 404 404 404 | 405
    saved_reports:view(pk=saved_view)
302 404 404 404 404 404 200 404 404 404 | 302 404 404 404 404 404 422 404 404 404
    saved_reports:change(pk=saved_view)
405 | 302 404 404 404 404 404 404 404 404 404
    saved_reports:schedule(pk=report_schedule)
302 404 404 404 404 404 200 200 200 404 | 302 404 404 404 404 404 422 422 422 404
    indicators:define
302 404 404 404 404 404 200 404 404 200 | 302 404 404 404 404 404 200 404 404 404
    indicators:indicator(pk=indicator)
302 404 404 404 404 404 200 404 404 404 | 302 404 404 404 404 404 422 404 404 404
    indicators:change(pk=indicator)
302 404 404 404 404 404 200 404 404 200 | 405
    indicators:snapshot(pk=value)
302 404 404 404 404 404 200 404 404 404 | 405
    indicators:evidence(pk=value)
302 404 404 404 404 404 200 404 200 200 | 405
    reports:more(slug=report) reports:more-file(slug=report,extension=csv)
302 404 404 404 404 404 404 404 200 200 | 302 404 404 404 404 404 404 404 404 404
    switches(pk=institution)
302 404 404 404 404 404 404 404 200 200 | 302 404 404 404 404 404 404 404 422 422
    conversations:report(pk=complaint)
302 404 404 404 404 404 404 404 200 200 | 302 405 405 405 405 405 405 405 405 405
    conversations:reports
302 404 404 404 404 404 404 404 404 200 200 200 200 404 404|302 404 404 404 404 404 404 404 404 422 422 422 422 404 404
    scenario:story(page=scenario_page)
302 404 404 404 404 404 404 404 404 200 200 200 404 404 404|302 404 404 404 404 404 404 404 404 400 400 400 404 404 404
    simulation:case-preview(page=case_page)
302 404 404 404 404 404 404 404 404 200 200 200 404 404 404|302 404 404 404 404 404 404 404 404 422 422 422 404 404 404
    observation:criteria(page=checklist_page) simulation:case-add(page=case_page,part=case_part)
    simulation:case-languages(page=case_page)
    simulation:case-situation(page=case_page) simulation:case-thing(page=case_page,part=case_part,id=case_card)
    simulation:case-upload(page=case_page)
302 404 404 404 404 404 404 404 404 200 200 200 200 200 404|302 404 404 404 404 404 404 404 404 422 422 422 422 422 404
    simulation:case-new
302 404 404 404 404 404 404 404 404 200 200 200 404 404 404 | 302 405 405 405 405 405 405 405 405 405
    courses:admin_file(path=thumbnail) simulation:case(page=case_page)
    simulation:case-download(page=case_page,kind=case_kind) simulation:case-pack(page=case_page,seat=case_seat)
    simulation:case-pack-paper(page=case_page,seat=case_seat) simulation:case-part(page=case_page,part=case_part)
    simulation:case-picture(page=case_page,name=case_picture)
302 404 404 404 404 404 404 404 404 404 | 302 405 405 405 405 405 405 405 405 405
    courses:media(name=0000000000000000000000000000000000000000000000000000000000000000.png)
    teach:cohort-tab(pk=cohort,tab=of-no-plugin) teach:person-tab(pk=person,tab=of-no-plugin)
302 405 405 405 405 405 405 405 405 405 | 302
    refreshers:switch
302 405 405 405 405 405 405 405 405 405 | 302 302 404 404 302 404 404 404 404 302
    conversations:close(pk=conversation) conversations:read(pk=conversation)
302 405 405 405 405 405 405 405 405 405 | 302 302 404 404 404 404 404 404 404 404
    assignment:work(attempt=work_draft) learn:start(course=course,activity=activity) quiz:contest(attempt=attempt)
    quiz:enter(course=course,activity=quiz_slug) refreshers:begin(pk=refresher) refreshers:skip(pk=refresher)
302 405 405 405 405 405 405 405 405 405 | 302 400 404 404 404 404 404 404 404 404
    assignment:upload(attempt=work_draft)
302 405 405 405 405 405 405 405 405 405 | 302 409 404 404 404 404 404 404 404 404
    assignment:part(key=upload)
302 405 405 405 405 405 405 405 405 405 | 302 404 404 404 302 404 404 404 302 302
    assignment:note(attempt=work) assignment:return(attempt=work) meetings:all-present(pk=session)
    quiz:close(pk=sitting)
    quiz:codes(pk=sitting) quiz:latecomers(pk=sitting)
    quiz:minutes-board(pk=sitting) quiz:minutes-sign(pk=sitting) quiz:open(pk=sitting) quiz:room-rest(pk=sitting)
    simulation:close(key=run) simulation:leave(key=run,seat=simulation_seat) simulation:take(key=run)
    teach:remove(pk=cohort,person=person) teach:selected(pk=cohort)
302 405 405 405 405 405 405 405 405 405 | 302 404 404 404 302 404 404 404 404 404
    observation:discard(key=unsigned) simulation:judge(key=run) simulation:plan-line(key=run)
    simulation:present(key=run)
302 404 404 404 404 404 404 404 404 302 302 302 302 404 404|302 404 404 404 404 404 404 404 404 302 302 302 302 404 404
    scenario:story-draft(page=scenario_page)
302 404 404 404 404 404 404 404 404 302 302 302 404 404 404|302 404 404 404 404 404 404 404 404 302 302 302 404 404 404
    simulation:case-begin(page=case_page) simulation:case-take(page=case_page)
302 405 405 405 405 405 405 405 405 405 | 302 404 404 404 404 404 404 404 404 302 302 302 404 404 404
    simulation:case-forget(page=case_page,name=case_path) simulation:case-preview-begin(page=case_page)
    simulation:case-preview-record(page=case_page) simulation:case-remove(page=case_page,part=case_part,id=case_card)
302 405 405 405 405 405 405 405 405 405 | 302 404 404 404 404 404 422 404 422 422
    certificates:again(serial=serial) certificates:correct(serial=serial) certificates:reinstate(serial=serial)
    certificates:revoke(serial=serial)
302 405 405 405 405 405 405 405 405 405 | 302 404 404 404 422 404 404 404 404 404
    simulation:enter(key=run)
302 405 405 405 405 405 405 405 405 405 | 302 404 404 404 422 404 404 404 422 422
    quiz:ticket-again(pk=ticket) quiz:ticket-close(pk=ticket) quiz:ticket-extend(pk=ticket) simulation:join(key=run)
302 405 405 405 405 405 405 405 405 405 | 302 409 404 404 404 404 404 404 404 404
    meetings:arrive(pk=session)
302 409 404 404 404 404 404 404 404 404 | 302 405 405 405 405 405 405 405 405 405
    meetings:here(pk=session,given=old_code)
"""

"""Rows of the matrix for our own pages in the admin, and for those of Wagtail that have arguments of their own."""

EDITING = """
200 200 200 200 200 200 | 200 200 200 200 200 200
    account
200 200 200 200 200 200 | 405 405 405 405 405 405
    courses_desk courses_submissions courses_translations courses_translations_results
200 200 200 200 200 302 | 400 400 400 400 400 302
    wagtailsnippets_questions_question:add
200 200 200 200 200 302 | 405 405 405 405 405 302
    wagtailsnippets_questions_question:list wagtailsnippets_questions_question:list_results
200 200 200 200 200 302 | 405 405 405 405 405 405
    questions_export questions_export_file(format=gift) quiz_statistics
200 200 200 200 200 302 | 422 422 422 422 422 302
    questions_imports
200 200 200 200 200 404 | 405 405 405 405 405 404
    wagtailsnippetchoosers_questions_question:choose wagtailsnippetchoosers_questions_question:choose_results
    wagtailsnippetchoosers_questions_question:chosen_multiple
200 200 200 200 404 302 | 405 405 405 405 405 405
    questions_try(pk=private)
200 200 200 200 404 404 | 200 200 200 200 404 404
    courses_hand_in(key=course_id)
200 200 200 200 404 404 | 200 302 200 302 404 404
    courses_release(key=course_id)
200 200 200 200 404 404 | 302 302 302 302 404 404
    courses_update_translations(translation_source_id=source)
200 200 200 200 404 404 | 400 400 400 400 404 404
    wagtailsnippets_questions_question:copy(pk=private) wagtailsnippets_questions_question:edit(pk=private)
200 200 200 200 404 404 | 405 405 405 405 404 404
    wagtailsnippetchoosers_questions_question:chosen(pk=private) wagtailsnippets_questions_question:usage(pk=private)
    course_checks(page_id=page)
200 200 200 200 404 404 | 302 302 302 302 404 404
    course_export(page_id=page)
200 200 200 404 404 404 | 302 302 302 404 404 404
    courses_translate(translation_id=translation)
200 200 200 404 404 404 | 422 422 422 404 404 404
    course_import(page_id=programme_page) courses_new
302 302 302 404 404 404 | 302 302 302 404 404 404
    course_import_confirm(page_id=programme_page)
200 200 200 404 404 404 | 405 405 405 404 404 404
    courses_procedure_citations(page_id=procedure)
200 200 200 200 404 404 | 405 405 405 405 405 405
    courses_submission(submission_id=submission) quiz_statistics_of(activity=quiz_id)
200 200 200 302 302 302 | 302
    wagtailsnippets_questions_category:delete(pk=category) wagtailsnippets_questions_objective:delete(pk=objective)
200 302 200 302 404 404 | 200 302 200 302 404 404
    courses_plan(key=course_id)
200 302 200 302 404 404 | 302 302 302 302 404 404
    wagtailsnippets_questions_question:delete(pk=private)
200 302 302 302 302 200 | 302
    switchboard_settings(slug=quiz,pk=institution)
200 302 302 302 302 200 | 404 302 302 302 302 404
    switchboard_plugin(slug=quiz)
200 302 302 302 302 200 | 405 405 405 405 405 405
    switchboard_plugins
200 404 200 404 404 404 | 302 404 302 404 404 404
    followups_rule(course=course_id) refreshers_schedule(course=course_id)
200 404 200 404 404 404 | 405 405 405 405 405 405
    quiz_keys(activity=quiz_id)
200 404 404 404 404 302 | 405 405 405 405 405 405
    questions_import(pk=import)
404 404 404 404 404 302 | 404 404 404 404 404 302
    quiz_begin(pk=import)
302 | 405 405 405 405 405 405
    wagtailusers_users:index
302 404 404 404 404 302 | 302 404 404 404 404 302
    questions_import_take_back(pk=import)
302 404 404 404 404 404 404 404 404 404 404 404 404 404 404 | 302 405 405 405 405 405 405 405 405 405
    wagtaildocs_serve(document_id=document,filename=document_name)
404 404 404 404 404 404 | 404 404 404 404 404 404
    quiz_key(activity=quiz_id,question=asked)
405 405 405 405 404 404 | 302 302 302 302 404 404
    courses_hand_in_translation(translation_id=translation)
405 405 405 405 405 405 | 302
    switchboard_deliver_again(slug=quiz) switchboard_take_up(slug=quiz)
405 405 405 405 405 405 | 302 302 302 302 404 404
    courses_approve(submission_id=submission) courses_send_back(submission_id=submission)
    courses_take_back(submission_id=submission) courses_withdraw(key=course_id)
    quiz_statistics_again(activity=quiz_id)
405 405 405 405 405 405 | 302 404 404 404 404 302
    questions_import_confirm(pk=import) questions_import_drop(pk=import)
405 405 405 405 405 405 | 422 422 422 422 422 302
    questions_answer
"""

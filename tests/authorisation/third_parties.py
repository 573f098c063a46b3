"""The matrix of Wagtail's addresses and its companions'. What stands in them is in `naming.py`.

A line of statuses, of GET and of POST, holds for the addresses below it. Six are those of the last six of WHO; all
others of them are sent to sign in.
"""

ALIKE = """
200 | 200
    wagtailadmin_sprite wagtail_serve
200 | 405
    wagtailadmin_javascript_catalog
200 200 200 200 200 200 | 200 200 200 200 200 200
    wagtailadmin_choose_page_email_link wagtailadmin_choose_page_phone_link wagtailadmin_choose_page_anchor_link
    wagtailadmin_tag_autocomplete wagtailadmin_tag_model_autocomplete wagtailadmin_account wagtailmedia:chooser
    wagtailmedia:chooser_typed wagtailembeds:chooser wagtailembeds:chooser_upload
    wagtailsnippets_courses_provision:confirm_workflow_cancellation
200 200 200 200 200 200 | 302
    wagtail_bulk_action
200 200 200 200 200 200 | 400
    wagtailadmin_choose_page_external_link
200 200 200 200 200 200 | 405 405 405 405 405 405
    wagtailadmin_home wagtailadmin_api:pages:listing wagtailadmin_api:documents:listing wagtailadmin_api:images:listing
    wagtailadmin_choose_page wagtailadmin_choose_page_child wagtailadmin_choose_page_search
    wagtailadmin_choose_page_chosen_multiple wagtailadmin_reports:site_history wagtailadmin_reports:site_history_results
    wagtailadmin_dismissibles wagtail_localize:javascript_catalog wagtail_localize:translations_report
    wagtail_localize:translations_report_results wagtaildocs_chooser:choose wagtaildocs_chooser:choose_results
    wagtaildocs_chooser:chosen_multiple wagtailimages_chooser:choose wagtailimages_chooser:choose_results
    wagtailimages_chooser:chosen_multiple
200 200 200 200 200 302 | 200 200 200 200 200 302
    wagtailsnippets_questions_question:preview_on_add
200 200 200 200 200 302 | 405 405 405 405 405 302
    wagtailadmin_pages:type_use wagtailadmin_pages:type_use_results wagtailadmin_pages:search
    wagtailadmin_pages:search_results wagtailadmin_reports:workflow wagtailadmin_reports:workflow_results
    wagtailadmin_reports:workflow_tasks wagtailadmin_reports:workflow_tasks_results wagtailadmin_reports:aging_pages
    wagtailadmin_reports:aging_pages_results
200 200 200 200 200 404 | 405 405 405 405 405 404
    wagtail_localize:snippets_api_listing wagtailsnippetchoosers_courses_provision:choose
    wagtailsnippetchoosers_courses_provision:choose_results wagtailsnippetchoosers_courses_provision:chosen
    wagtailsnippetchoosers_courses_provision:chosen_multiple wagtailsnippetchoosers_questions_category:choose
    wagtailsnippetchoosers_questions_category:choose_results wagtailsnippetchoosers_questions_category:chosen
    wagtailsnippetchoosers_questions_category:chosen_multiple wagtailsnippetchoosers_questions_objective:choose
    wagtailsnippetchoosers_questions_objective:choose_results wagtailsnippetchoosers_questions_objective:chosen
    wagtailsnippetchoosers_questions_objective:chosen_multiple
200 200 200 200 404 404 | 200 200 200 200 404 404
    wagtailadmin_pages:preview_on_add wagtailadmin_pages:preview_on_edit wagtailadmin_pages:view_draft
    wagtailadmin_pages:add_subpage wagtailadmin_pages:move wagtailadmin_pages:confirm_workflow_cancellation
    wagtail_localize:submit_page_translation wagtail_localize:submit_snippet_translation
    wagtailsnippets_questions_question:preview_on_edit wagtailsnippets_questions_question:confirm_workflow_cancellation
200 200 200 200 404 404 | 302 302 302 302 404 404
    wagtailadmin_pages:delete wagtailadmin_pages:move_confirm wagtail_localize:update_translations
200 200 200 200 404 404 | 400 400 400 400 404 404
    wagtailadmin_pages:add wagtailadmin_pages:edit wagtailadmin_pages:copy wagtailadmin_pages:revisions_revert
    wagtailsnippets_questions_question:revisions_revert
200 200 200 200 404 404 | 405 405 405 405 404 404
    wagtailadmin_api:pages:detail wagtailadmin_explore wagtailadmin_explore_results wagtailadmin_pages:usage
    wagtailadmin_pages:revisions_view wagtailadmin_pages:revisions_compare wagtailadmin_pages:workflow_history
    wagtailadmin_pages:history wagtailadmin_pages:history_results wagtail_localize:snippets_api_detail
    wagtailsnippets_questions_question:history wagtailsnippets_questions_question:history_results
    wagtailsnippets_questions_question:revisions_view wagtailsnippets_questions_question:revisions_compare
    wagtailsnippets_questions_question:workflow_history
200 200 200 302 302 200 | 200 200 200 200 200 200
    wagtailadmin_pages:choose_parent
200 200 200 302 302 302 | 200 200 200 302 302 302
    wagtailmedia:index wagtailmedia:add wagtailmedia:chooser_upload wagtaildocs:add wagtailimages:add
    wagtailsnippets_courses_provision:add wagtailsnippets_courses_provision:edit wagtailsnippets_courses_provision:copy
    wagtailsnippets_courses_provision:revisions_revert wagtailsnippets_questions_category:add
    wagtailsnippets_questions_category:edit wagtailsnippets_questions_objective:add
    wagtailsnippets_questions_objective:edit wagtaildocs_chooser:create wagtailimages_chooser:create
200 200 200 302 302 302 | 400 400 400 302 302 302
    wagtaildocs:add_multiple wagtailimages:add_multiple
200 200 200 302 302 302 | 405 405 405 302 302 302
    wagtaildocs:index wagtaildocs:index_results wagtailimages:index wagtailimages:index_results
    wagtailsnippets_courses_provision:list wagtailsnippets_courses_provision:list_results
    wagtailsnippets_courses_provision:usage wagtailsnippets_courses_provision:history
    wagtailsnippets_courses_provision:history_results wagtailsnippets_courses_provision:revisions_compare
    wagtailsnippets_courses_provision:workflow_history wagtailsnippets_questions_category:list
    wagtailsnippets_questions_category:list_results wagtailsnippets_questions_category:usage
    wagtailsnippets_questions_category:history wagtailsnippets_questions_category:history_results
    wagtailsnippets_questions_objective:list wagtailsnippets_questions_objective:list_results
    wagtailsnippets_questions_objective:usage wagtailsnippets_questions_objective:history
    wagtailsnippets_questions_objective:history_results
200 200 200 302 302 302 | 405 405 405 405 405 302
    wagtailadmin_explore_root
200 200 200 302 302 404 | 200 200 200 302 302 404
    wagtailsnippetchoosers_questions_objective:create
200 200 200 302 404 404 | 200 200 200 302 404 404
    wagtail_localize:download_pofile
200 200 200 404 404 404 | 200 200 200 404 404 404
    wagtailmedia:edit wagtailmedia:media_chosen wagtailmedia:media_usage wagtaildocs:edit wagtailimages:edit
    wagtailimages:preview wagtailimages_chooser:select_format
200 200 200 404 404 404 | 302 302 302 404 404 404
    wagtailmedia:delete wagtaildocs:delete wagtailimages:delete
200 200 200 404 404 404 | 405 405 405 404 404 404
    wagtailadmin_api:documents:detail wagtailadmin_api:images:detail wagtailadmin_reports:page_types_usage
    wagtailadmin_reports:page_types_usage_results wagtaildocs:document_usage wagtailimages:image_usage
    wagtaildocs_chooser:chosen wagtailimages_chooser:chosen
200 302 200 302 302 302 | 302
    wagtailsnippets_courses_provision:delete wagtailsnippets_courses_provision:revisions_unschedule
    wagtailsnippets_courses_provision:unpublish
200 302 200 302 302 302 | 405 302 405 302 302 302
    wagtailadmin_reports:locked_pages wagtailadmin_reports:locked_pages_results
200 302 200 302 404 404 | 200 302 200 302 404 404
    wagtailadmin_pages:set_page_position wagtailadmin_pages:set_privacy
200 302 200 302 404 404 | 302 302 302 302 404 404
    wagtailadmin_pages:revisions_unschedule wagtailsnippets_questions_question:revisions_unschedule
    wagtailsnippets_questions_question:unpublish
200 302 302 302 302 302 | 200 302 302 302 302 302
    wagtailadmin_collections:add wagtailadmin_collections:edit wagtailadmin_collections:set_privacy
    wagtailadmin_workflows:add wagtailadmin_workflows:edit wagtailadmin_workflows:add_task
    wagtailadmin_workflows:edit_task wagtaillocales:add wagtaillocales:edit wagtaillocales:delete wagtaillocales:copy
    wagtailusers_groups:add wagtailusers_groups:edit wagtailsites:add wagtailsites:edit wagtailsites:copy
200 302 302 302 302 302 | 302
    wagtailadmin_workflows:disable wagtailadmin_workflows:disable_task wagtailusers_groups:delete wagtailsites:delete
200 302 302 302 302 302 | 405 302 302 302 302 302
    wagtailadmin_collections:index wagtailadmin_workflows:index wagtailadmin_workflows:index_results
    wagtailadmin_workflows:task_index wagtailadmin_workflows:task_index_results wagtaillocales:index
    wagtaillocales:index_results wagtaillocales:history wagtaillocales:history_results wagtaillocales:usage
    wagtailusers_groups:index wagtailusers_groups:index_results wagtailusers_groups:history
    wagtailusers_groups:history_results wagtailusers_groups:usage wagtailsites:index wagtailsites:index_results
    wagtailsites:history wagtailsites:history_results wagtailsites:usage wagtailadmin_workflows:usage
    wagtailadmin_workflows:usage_results
200 404 404 404 404 404 | 200 404 404 404 404 404
    wagtailadmin_workflows:task_chooser_create wagtailadmin_workflows:task_chosen
200 404 404 404 404 404 | 302 404 404 404 404 404
    wagtailadmin_collections:delete
200 404 404 404 404 404 | 405 404 404 404 404 404
    wagtailadmin_workflows:task_chooser wagtailadmin_workflows:task_chooser_results
302 | 302
    wagtailadmin_login wagtailcore_login wagtailadmin_workflows:select_task_type wagtailsnippets:index
302 302 302 302 404 404 | 302 302 302 302 404 404
    wagtailadmin_pages:unpublish wagtailadmin_pages:revisions_index
302 302 302 302 404 404 | 405 405 405 405 404 404
    wagtailadmin_pages:workflow_preview wagtailsnippets_questions_question:workflow_preview
404 | 404
    wagtailadmin_password_reset wagtailadmin_password_reset_confirm wagtailadmin_password_reset_done
    wagtailadmin_password_reset_complete wagtailadmin_error_test wagtailsnippetchoosers_questions_question:create
    wagtailsnippetchoosers_courses_provision:create wagtailsnippetchoosers_questions_category:create
    wagtaildocs_authenticate_with_password wagtailcore_authenticate_with_password
404 404 404 302 302 302 | 405 405 405 302 302 302
    wagtailsnippets_courses_provision:workflow_history_detail
404 404 404 302 404 404 | 404 404 404 302 404 404
    wagtail_localize:preview_translation
404 404 404 404 404 404 | 404 404 404 404 404 404
    wagtailadmin_pages:convert_alias wagtailadmin_pages:workflow_action wagtailadmin_pages:collect_workflow_action_data
    wagtail_localize:convert_to_alias wagtailsnippets_questions_question:workflow_action
    wagtailsnippets_questions_question:collect_workflow_action_data wagtailsnippets_courses_provision:workflow_action
    wagtailsnippets_courses_provision:collect_workflow_action_data
404 404 404 404 404 404 | 405 405 405 404 404 404
    wagtailimages:url_generator wagtailimages:url_generator_output
404 404 404 404 404 404 | 405 405 405 405 404 404
    wagtailadmin_pages:workflow_history_detail wagtailsnippets_questions_question:workflow_history_detail
404 404 404 404 404 404 | 405 405 405 405 405 405
    wagtailadmin_api:pages:find wagtailadmin_api:documents:find wagtailadmin_api:images:find wagtailadmin_block_preview
405 | 302
    wagtailadmin_logout
405 302 405 302 302 302 | 302
    wagtailsnippets_courses_provision:lock wagtailsnippets_courses_provision:unlock
405 302 405 302 404 404 | 302 302 302 302 404 404
    wagtailsnippets_questions_question:lock wagtailsnippets_questions_question:unlock
405 404 404 404 404 404 | 302 404 404 404 404 404
    wagtailadmin_workflows:enable wagtailadmin_workflows:enable_task
405 405 405 404 404 404 | 200 200 200 404 404 404
    wagtaildocs:edit_multiple wagtaildocs:delete_multiple wagtailimages:edit_multiple wagtailimages:delete_multiple
405 405 405 405 404 404 | 200 200 200 200 404 404
    wagtailadmin_editing_sessions:ping
405 405 405 405 404 404 | 302 302 302 302 404 404
    wagtailadmin_pages:lock wagtailadmin_pages:unlock wagtailadmin_workflows:remove wagtail_localize:stop_translation
405 405 405 405 404 404 | 400 400 400 302 404 404
    wagtail_localize:upload_pofile
405 405 405 405 404 404 | 404 404 404 404 404 404
    wagtailadmin_api:pages:action wagtail_localize:machine_translate
405 405 405 405 404 404 | 405 405 405 405 404 404
    wagtail_localize:edit_string_translation wagtail_localize:edit_override
405 405 405 405 405 405 | 200 200 200 200 200 200
    wagtailadmin_editing_sessions:release
405 405 405 405 405 405 | 404 404 404 404 404 404
    wagtaildocs:create_multiple_from_uploaded_document wagtaildocs:delete_upload_multiple
    wagtailimages:create_multiple_from_uploaded_image wagtailimages:delete_upload_multiple
"""

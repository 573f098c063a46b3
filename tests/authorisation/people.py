"""Rows of the matrix for people: their accounts, and the pages of administrators.

A sheet of cards is for the administrator who had it made, and for nobody else, whatever their rights.
"""

PEOPLE = """
200 | 200
    password-forgotten
200 | 405
    crest-picture(digest=crest) help help-page(name=teaching) notices:offline notices:worker password-forgotten-sent
    public:calendar:feed(secret=calendar_secret)
200 | 422
    activate
200 302 302 302 302 302 302 302 302 302 | 200 302 302 302 302 302 302 302 302 302
    sign-in
200 302 302 302 302 302 302 302 302 302 | 405
    sign-on
302 | 302
    activate-password locked pin-sign-in second-step set-pin
302 | 302 405 405 405 405 405 405 405 405 405
    landing
302 200 200 200 200 200 200 200 200 200 | 302
    new-app
302 200 200 200 200 200 200 200 200 200 | 302 200 200 200 200 200 200 200 200 200
    confirm-yourself e-mail new-passkey password
302 200 200 200 200 200 200 200 200 200 | 302 302 302 302 302 302 302 302 302 302
    notices:preferences
302 200 200 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405 405 405
    calendar:address calendar:coming calendar:mine factors notices:mine own-profile own-transfers privacy:mine
    files:index
    privacy:own-file
    sessions
302 200 200 200 200 200 200 200 200 200 | 302
    privacy:own-paper
302 404 404 404 200 404 404 404 404 404 | 302 405 405 405 405 405 405 405 405 405
    files:file(pk=made_file)
302 404 404 404 302 404 404 404 404 404 | 405
    files:fetch(pk=made_file)
302 302 302 302 302 302 302 302 302 302 | 302 405 405 405 405 405 405 405 405 405
    confirmed-file
302 404 404 404 200 200 200 200 200 404 | 302 404 404 404 422 422 422 422 422 404
    stand-ins
302 404 404 404 200 200 404 404 200 200 | 302 404 404 404 405 405 404 404 405 405
    academy:sign-in-help
302 404 404 404 200 200 404 404 200 200 | 302 404 404 404 422 422 404 404 422 422
    academy:devices
302 404 404 404 200 404 404 404 200 200 | 302 404 404 404 422 404 404 404 422 422
    academy:sign-in-person(pk=person)
302 404 404 404 404 404 404 404 200 200 | 302 404 404 404 404 404 404 404 302 302
    privacy:paper(pk=person)
    academy:cohort-remove(pk=cohort) academy:person-factor(pk=person) academy:person-remove(pk=person)
    certificates:issuer(pk=institution) dashboards:regular(pk=institution) followups:place(pk=institution)
    notices:text-messages-of(pk=institution)
302 404 404 404 404 404 404 404 200 200 | 302 404 404 404 404 404 404 404 405 405
    academy:cohort(pk=cohort) academy:cohorts academy:duplicates academy:institution academy:list(pk=roster)
    academy:list-refused(pk=roster,ending=csv) academy:list-template(ending=csv) academy:log academy:log-file
    academy:names academy:people academy:person(pk=person) academy:place(pk=institution) academy:sign-on
    academy:sources
    certificates:design-sample(pk=design,language=ar)
    academy:start academy:transfers followups:places notices:log notices:text-messages privacy:erasures
    privacy:file(pk=person) privacy:rules
302 404 404 404 404 404 404 404 200 200 | 302 404 404 404 404 404 404 404 422 422
    academy:card-sheets academy:cohort-add academy:cohort-correct(pk=cohort) academy:crest(pk=institution)
    certificates:design(pk=design) certificates:designs
    certificates:signatory(pk=institution,key=signatory) certificates:signatory-add(pk=institution)
    academy:institution-correct(pk=institution) academy:institution-issuing(pk=institution) academy:lists
    academy:pair(first=person,second=twin) academy:person-add academy:person-correct(pk=person)
    academy:person-transfer(pk=person) academy:second-factor academy:sign-on-set-up(pk=institution)
    academy:sign-on-set-up-saml(pk=institution) academy:source(pk=institution,slug=json) academy:stand-ins
    academy:unit-add(pk=institution) privacy:notices
    privacy:person(pk=person)
302 404 404 404 404 404 404 404 200 404 404 404 404 404 404 | 302 404 404 404 404 404 404 404 405 405
    academy:card-sheet(pk=sheet) academy:bulk(pk=bulk)
302 404 404 404 404 404 404 404 200 200 | 302 404 404 404 404 404 404 404 302 302
    academy:steps(pk=institution) teach:people-file(ending=csv)
302 404 404 404 404 404 404 404 404 200 | 302 404 404 404 404 404 404 404 404 302
    academy:institution-move(pk=institution) academy:institution-remove(pk=institution)
302 404 404 404 404 404 404 404 404 200 404 404 404 404 200|302 404 404 404 404 404 404 404 404 302 404 404 404 404 302
    academy:person-rights(pk=person)
302 404 404 404 404 404 404 404 404 200 404 404 404 404 404|302 404 404 404 404 404 404 404 404 422 404 404 404 404 404
    academy:above-add academy:found
302 404 404 404 404 404 404 404 404 200 | 302 404 404 404 404 404 404 404 404 405
    academy:countries
302 404 404 404 404 404 404 404 404 200 | 302 404 404 404 404 404 404 404 404 422
    academy:country(code=KE) academy:country-add
302 404 404 404 404 404 404 404 404 405 | 302 404 404 404 404 404 404 404 404 302
    academy:country-remove(code=KE)
302 404 404 404 404 404 404 404 404 404 | 302 404 404 404 404 404 404 404 404 404
    e-mail-confirm(token=c0ffee-0123456789) privacy:notice
302 404 404 404 404 404 404 404 404 404 | 302 404 404 404 404 404 404 404 405 405
    academy:sign-on-try(pk=institution)
302 404 404 404 404 404 404 404 404 404 | 302 405 405 405 405 405 405 405 405 405
    confirm-by-provider
302 404 404 404 404 404 404 404 405 405 | 302 404 404 404 404 404 404 404 422 422
    certificates:design-preview(pk=design)
302 404 404 404 404 404 404 404 405 405 | 302 404 404 404 404 404 404 404 302 302
    academy:cohort-fill(pk=cohort) academy:cohort-rule-end(pk=cohort) academy:crest-remove(pk=institution)
    certificates:design-use(pk=design)
    academy:devices-switch(pk=institution) academy:list-apply(pk=roster) academy:list-drop(pk=roster)
    academy:list-undo(pk=roster) academy:merge-undo(pk=merge) academy:name-answer(pk=name_request)
    academy:pair-apart(first=person,second=twin) academy:person-account(pk=person) academy:role-take(pk=membership)
    academy:sign-on-remove(pk=institution) academy:source-remove(pk=institution,slug=json)
    academy:stand-in-confirm(pk=stand_in)
    academy:transfer-withdraw(pk=transfer) privacy:stop(pk=person)
302 404 404 404 404 404 404 404 405 405 | 302 404 404 404 404 404 404 404 302 404 404 404 404 404 404
    academy:bulk-undo(pk=bulk) academy:card-sheet-fetch(pk=sheet) academy:card-sheet-withdraw(pk=sheet)
302 404 404 404 404 404 404 404 405 405 | 302 404 404 404 404 404 404 404 404 404
    academy:bulk-begin academy:sign-on-check(pk=institution) academy:source-read(pk=institution,slug=json)
302 404 404 404 404 404 404 404 405 405 | 302 404 404 404 404 404 404 404 422 422
    academy:cohort-instructor(pk=cohort) academy:cohort-rule(pk=cohort) academy:list-columns(pk=roster)
    academy:role-give(pk=person) academy:transfer-answer academy:transfer-ask
302 404 404 404 405 405 404 404 405 405 | 302 404 404 404 404 404 404 404 302 302
    academy:device-withdraw(pk=device)
302 405 405 405 405 405 405 405 405 405 | 302
    calendar:revoke end-session
302 405 405 405 405 405 405 405 405 405 | 302 200 200 200 200 200 200 200 200 200
    begin-passkey calendar:renew
302 405 405 405 405 405 405 405 405 405 | 302 302 302 302 302 302 302 302 302 302
    notices:read-all own-profile-contact
302 405 405 405 405 405 405 405 405 405 | 302 302 404 404 404 404 404 404 404 404
    notices:open(pk=notice)
302 405 405 405 405 405 405 405 405 405 | 302 404 404 404 302 404 404 404 302 302
    stand-in-end(pk=stand_in)
302 405 405 405 405 405 405 405 405 405 | 302 404 404 404 404 404 404 404 404 404
    new-recovery-codes notices:own-address(slug=mail) remove-factor(pk=person)
302 405 405 405 405 405 405 405 405 405 | 302 409 409 409 409 409 409 409 409 409
    notices:push
302 405 405 405 405 405 405 405 405 405 | 302 422 422 422 422 422 422 422 422 422
    own-profile-name
404 | 404
    notices:stop(token=c0ffee) password-new(uidb64=MQ,token=c0ffee-0123456789) sign-on-saml(code=institution_code)
404 | 405
    activate-link(token=c0ffee) sign-on-begin(code=institution_code) sign-on-return(code=institution_code)
405 | 302
    language show-passkey sign-out
405 | 403
    ask-passkey
405 | 404
    sign-on-finish(code=institution_code)
405 | 404 200 200 200 200 200 200 200 200 200
    password-strength
503 | 405
    health
404 | 405
    metrics
302 404 404 404 404 404 404 404 404 200 | 302 405 405 405 405 405 405 405 405 405
    operation operation-book(name=watching)
"""

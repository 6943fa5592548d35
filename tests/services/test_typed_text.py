"""Whatever people type is cleaned before it is kept or looked for: by every service, on both databases."""

from collections.abc import Mapping
from pathlib import Path

from planner.database import Database
from tests.services.typed_services import EMAIL, ICON, PHONE, SERVER, SERVICES, TILES, ZONE
from tests.services.typed_story import ANSWERED, KEPT, Said, make_world, texts_taken

CLEAN = frozenset({KEPT, EMAIL, ICON, PHONE, SERVER, TILES, ZONE, ANSWERED})
SECRET = "a password is compared as it came"
HASH = "made by `hash_password`"
WORD = "a word of the program's own"
STORED = "as it was read from the database"
HANDED_ON = "handed to a service that is asked here"
PART_OF_ANSWER = "a part of `answer_invitation` and `answer_by_link`, which are asked here"
CELL = "of a table: compared, told, or cleaned by the preview that asked for it"
READ_ROW = "cleaned by the reader of files, and by the services that store it"
NOT_TYPED: Mapping[str, str] = {
    "press.faults.open_copies: photo_ids": STORED,
    "access.archive.list_archived: text": "only compared, in the form of `searched_words`, which cleans it",
    "access.guesses.count_try: limits": WORD,
    "access.guesses.wait_of: limits": WORD,
    "access.guesses.forgive: one": WORD,
    "access.guesses.forgive: whole": WORD,
    "access.join.join_tour: uid": "a number that only its hash is kept of, or refused",
    "access.join.join_tour: before": "its hash is looked for",
    "access.new_password.finish_own_password: account.email": "as it was read from the database",
    "access.new_password.finish_own_password: account.name": "as it was read from the database",
    "access.new_password.finish_own_password: account.password_hash": HASH,
    "access.new_password.finish_own_password: password_hash": HASH,
    "access.new_password.store_password: password_hash": HASH,
    "access.new_password.use_password_link: password_hash": HASH,
    "access.new_password.finish_own_pin: account.email": "as it was read from the database",
    "access.new_password.finish_own_pin: account.name": "as it was read from the database",
    "access.new_password.finish_own_pin: account.password_hash": HASH,
    "access.new_password.finish_own_pin: pin_hash": HASH,
    "access.password_sign_in.finish_sign_in: right.limits": WORD,
    "access.password_sign_in.finish_sign_in: right.password_hash": HASH,
    "access.people.find_people: text": "only compared, in the form of `NameSearch`, which cleans it",
    "access.passwords.hash_password: about": "looked at, not kept",
    "access.passwords.hash_password: field": WORD,
    "access.passwords.hash_password: password": SECRET,
    "access.passwords.hash_pin: field": WORD,
    "access.passwords.hash_pin: pin": SECRET,
    "access.passwords.is_right: password": SECRET,
    "access.passwords.is_right: password_hash": HASH,
    "access.set_up.create_first_administrator: password_hash": HASH,
    "access.sign_in.choose_language: language": "one of two, or refused",
    "access.sign_in.find_actor: language": "one of two, or passed over",
    "access.sign_in.hash_token: token": "its hash is kept",
    "access.sign_in.open_sign_in: token": WORD,
    "access.sign_in.tablet_is_off: token": "its hash is looked for",
    "access.sign_in.tablet_is_over: token": "its hash is looked for",
    "access.tablets.who_speaks: key": "only compared, or refused",
    "access.visit.begin_visit: cookies": HANDED_ON,
    "access.visit.begin_visit: here": "an address that nothing keeps",
    "access.visit.visit_to_say_no: cookies": HANDED_ON,
    "access.visit.visit_to_say_no: here": "an address that nothing keeps",
    "board.discipline.disciplines_of: zone": WORD,
    "board.months.months_of: zone": WORD,
    "board.months.rounds_of: zone": WORD,
    "city.agencies.agency_called: name": "the caller has cleaned it",
    "city.starter_set.add_starter_set: agencies": "only compared with the keys of the set",
    "city.starter_set.add_starter_set: topics": "only compared with the keys of the set",
    "city.addresses.town_elsewhere: text": "asked of the map as one line, not kept",
    "city.city.edit_city: wanted.country": "a code of two letters, or refused",
    "city.city.set_background: background": "GeoJSON of the demo's files",
    "city.city.set_background: barriers": "GeoJSON of the demo's files",
    "city.districts.save_district: polygon": "of GeoJSON only the numbers are read",
    "city.districts.import_districts: drafts.polygon": "of GeoJSON only the numbers are read",
    "city.districts_file.checked_polygon: geometry": "of GeoJSON only the numbers are read",
    "city.repairs.import_repairs: drafts.geometry": "of GeoJSON only the numbers are read",
    "proposals.promised.add_promised: on_the_way.name": "it is shown; the stop is called by its issues",
    "city.extract.folder_name: sha256": WORD,
    "city.extract_import.start_city_import: file_name": HANDED_ON,
    "bulk.bulk.take_step: bulk.text": HANDED_ON,
    "bulk.bulk.take_step: uid": WORD,
    "bulk.bulk.try_bulk: bulk.text": HANDED_ON,
    "bulk.decisions.begin_bulk: bulk.text": "not kept",
    "bulk.decisions.begin_bulk: uid": "in its usual form, or refused",
    "bulk.decisions.own_decision: uid": "its decision is looked for",
    "bulk.decisions.take_next: bulk.text": HANDED_ON,
    "bulk.decisions.take_next: uid": "its decision is looked for",
    "bulk.taking_back.take_back: uid": "its decision is looked for",
    "guests.answer_links.count_wrong_code: network": "its hash is kept",
    "guests.answer_links.seconds_to_wait: network": "its hash is looked for",
    "guests.answers.give_answer: delegate.email": PART_OF_ANSWER,
    "guests.answers.give_answer: delegate.name": PART_OF_ANSWER,
    "guests.answers.give_answer: delegate.phone": PART_OF_ANSWER,
    "guests.answers.give_answer: name": PART_OF_ANSWER,
    "guests.contacts.checked_contact: given": "a part of `save_contact` and `invite_guest`, which are asked here",
    "notices.free_seats.tell_free_seat: recipients._actors.language": STORED,
    "notices.free_seats.tell_free_seat: recipients._actors.name": STORED,
    "control.given.checked_agency: field": WORD,
    "control.steps.begin_step: **given": "looked at, not kept",
    "control.steps.begin_step: text": HANDED_ON,
    "control.steps.checked_text: field": WORD,
    "events.copies.ask_again: media": STORED,
    "events.copies.invite_again: people": STORED,
    "events.finding.list_tours: wanted.text": "only compared, in the form of `typed_tokens`, which cleans it",
    "events.finding.tours_between: wanted.text": "the same",
    "events.finding.tours_held: wanted.text": "the same",
    "events.over_years.series_over_years: wanted.text": "the same",
    "exchange.columns.folded: name": "compared in small letters, of one line",
    "exchange.columns.folded_names: names": WORD,
    "exchange.columns.keep_columns: columns": HANDED_ON + ", by `folded`",
    "exchange.columns.keep_columns: thing": WORD,
    "exchange.columns.matched_columns: given": "compared by `folded`, not kept",
    "exchange.columns.matched_columns: names": WORD,
    "exchange.columns.matched_columns: thing": WORD,
    "exchange.instructions.apply_instructions: take": WORD,
    "exchange.instructions.preview_instructions: columns": "those of the file, compared",
    "exchange.instructions.preview_instructions: sheet.columns": "compared, and told",
    "exchange.instructions.preview_instructions: sheet.rows.unread": "compared, and told",
    "exchange.instructions.preview_instructions: source": WORD,
    "exchange.issues.apply_issues: take": WORD,
    "exchange.issues.preview_issues: columns": "those of the file, compared",
    "exchange.issues.preview_issues: severities": WORD,
    "exchange.issues.preview_issues: sheet.columns": "compared, and told",
    "exchange.issues.preview_issues: sheet.rows.unread": "compared, and told",
    "exchange.issues.preview_issues: source": WORD,
    "exchange.cells.cell_of: row.cells": CELL,
    "exchange.cells.cell_of: columns": CELL,
    "exchange.cells.cell_of: row.unread": CELL,
    "exchange.cells.cell_of: column": CELL,
    "exchange.cells.named: row.cells": CELL,
    "exchange.cells.named: columns": CELL,
    "exchange.cells.named: known": CELL,
    "exchange.cells.named: row.unread": CELL,
    "exchange.cells.named: column": CELL,
    "exchange.cells.number_of: row.cells": CELL,
    "exchange.cells.number_of: columns": CELL,
    "exchange.cells.number_of: row.unread": CELL,
    "exchange.cells.place_of: row.cells": CELL,
    "exchange.cells.place_of: columns": CELL,
    "exchange.cells.place_of: row.unread": CELL,
    "exchange.cells.text_of: row.cells": CELL,
    "exchange.cells.text_of: columns": CELL,
    "exchange.cells.text_of: row.unread": CELL,
    "exchange.cells.text_of: column": CELL,
    "exchange.cells.title_of: text": CELL,
    "exchange.cells.uid_of_row: source": WORD,
    "exchange.people.preview_people: columns": CELL,
    "exchange.people.preview_people: sheet.rows.unread": CELL,
    "exchange.people.preview_people: sheet.columns": CELL,
    "exchange.places.preview_place_table: columns": CELL,
    "exchange.places.preview_place_table: sheet.rows.unread": CELL,
    "exchange.places.preview_place_table: sheet.columns": CELL,
    "exchange.people.preview_people: roles": WORD,
    "exchange.people.apply_people: take": WORD,
    "exchange.places.apply_place_table: take": WORD,
    "exchange.rows.write_rows: take": WORD,
    "exchange.photos.photos_to_export: wanted.author": HANDED_ON,
    "exchange.photos.photos_to_export: wanted.text": HANDED_ON,
    "field.tour.field_news: by": "only compared, or passed over",
    "field.tour.field_tour: by": "only compared, or passed over",
    "control.steps.write_step: **facts": "the caller has cleaned them",
    "field.files.come_of: file_hash": "a hash, or not found",
    "field.files.take_piece: file_hash": "a hash, or not found",
    "intake.addresses.with_addresses: rows.name": READ_ROW,
    "intake.addresses.with_addresses: rows.problems.key": READ_ROW,
    "intake.addresses.with_addresses: rows.problems.values": READ_ROW,
    "intake.addresses.with_addresses: rows.said": READ_ROW,
    "intake.addresses.with_addresses: rows.shape": READ_ROW,
    "intake.columns.keep_header: columns": "a column's name, folded as it is compared",
    "intake.columns.keep_header: header": "a column's name, folded as it is compared",
    "intake.columns.keep_header: kind": WORD,
    "intake.rights.require_intake: kind": WORD,
    "intake.columns.kept_columns: header": "a column's name, folded as it is compared",
    "intake.columns.kept_columns: kind": WORD,
    "intake.facilities.layer_called: name": "only compared",
    **{
        f"intake.facilities.write_facilities: rows.{name}": READ_ROW
        for name in ("row.name", "row.problems.key", "row.problems.values", "row.said", "row.shape", "wanted")
    },
    "layers.facilities.checked_facility: given": "a part of `save_facility`, which is asked here",
    "layers.facilities.checked_facility: source": STORED,
    "layers.facilities.find_facilities: wanted.offer": "only compared",
    "layers.facilities.find_facilities: wanted.text": "only compared, in the form of `NameSearch`, which cleans it",
    "layers.layers.save_layer: fields": WORD,
    "public.layers.open_layer: wanted.offer": "only compared",
    "public.layers.open_layer: wanted.text": "only compared, in the form of `NameSearch`, which cleans it",
    "intake.plan.category_called: name": "only compared",
    "intake.plan.comparing: kind": WORD,
    "intake.plan.plan_intake: read.columns": READ_ROW,
    "intake.plan.plan_intake: read.kind": WORD,
    "intake.plan.plan_intake: read.rows.name": READ_ROW,
    "intake.plan.plan_intake: read.rows.problems.key": READ_ROW,
    "intake.plan.plan_intake: read.rows.problems.values": READ_ROW,
    "intake.plan.plan_intake: read.rows.said": READ_ROW,
    "intake.plan.plan_intake: read.rows.shape": READ_ROW,
    "intake.plan.plan_intake: read.source.columns": READ_ROW,
    "intake.plan.plan_intake: read.source.notes.key": READ_ROW,
    "intake.plan.plan_intake: read.source.notes.values": READ_ROW,
    "intake.plan.plan_intake: read.source.rows.cells": READ_ROW,
    "intake.plan.plan_intake: read.source.rows.problems.key": READ_ROW,
    "intake.plan.plan_intake: read.source.rows.problems.values": READ_ROW,
    "intake.plan.plan_intake: read.source.rows.shape": READ_ROW,
    "intake.plan.plan_intake: read.source.rows.unread": READ_ROW,
    "intake.planned.fate_of: row.name": READ_ROW,
    "intake.planned.fate_of: row.problems.key": READ_ROW,
    "intake.planned.fate_of: row.problems.values": READ_ROW,
    "intake.planned.fate_of: row.said": READ_ROW,
    "intake.planned.fate_of: row.shape": READ_ROW,
    "intake.write.write_intake: intake.kind": WORD,
    "intake.write.write_intake: intake.rows.row.name": READ_ROW,
    "intake.write.write_intake: intake.rows.row.problems.key": READ_ROW,
    "intake.write.write_intake: intake.rows.row.problems.values": READ_ROW,
    "intake.write.write_intake: intake.rows.row.said": READ_ROW,
    "intake.write.write_intake: intake.rows.row.shape": READ_ROW,
    "intake.write.write_intake: intake.rows.wanted": READ_ROW,
    "issues.voices.add_voice: file_hash": "a hash, or not found",
    "issues.voices.add_voice: uid": "an id, or refused",
    "issues.voices.read_voice: voice_id": "an id, or not found",
    "field.items.take_item: brought_by": "the name of who is signed in",
    "field.items.take_items: brought_by": "the name of who is signed in",
    "field.photos.develop_photo: uid": "made by the program",
    "issues.history.write_move: **facts": "the caller has cleaned them",
    "issues.history.write_move: from_state": WORD,
    "issues.history.write_move: text": "the caller has cleaned it",
    "issues.history.write_move: to_state": WORD,
    "issues.issues.log_issue: place_from": WORD,
    **{
        f"deadlines.{service}: wanted.{name}": "looks at other fields, or at one of few words"
        for service in ("trouble.troubles_wanted", "counted.counted_by", "counted.ended_by")
        for name in ("author", "counted", "mine", "sort", "text", "without")
    },
    **{
        f"{service}: zone": WORD
        for service in (
            *("board.standing.standing_of", "deadlines.counted.counted_by", "deadlines.counted.ended_by"),
            *("deadlines.trouble.is_quiet", "deadlines.trouble.troubles_wanted"),
        )
    },
    **{
        f"issues.{service}: wanted.{name}": HANDED_ON
        for service in (
            *("list.asked_by", "list.conditions_beside_columns", "list.matches", "list.in_order", "list.wanted_by"),
            *("map.extent_of_issues", "map.view_issues"),
        )
        for name in ("author", "text")
    },
    **{
        f"{service}: wanted.{name}": "one of few words, or compared with them"
        for service in (
            *("issues.list.asked_by", "issues.list.conditions_beside_columns", "issues.list.matches"),
            *("issues.list.in_order", "issues.list.wanted_by", "issues.list.list_issues", "issues.list.export_rows"),
            *("issues.map.extent_of_issues", "issues.map.view_issues", "tours.area.issues_in_area"),
            *("control.exported_instructions.export_instructions", "exchange.photos.photos_to_export"),
        )
        for name in ("counted", "mine", "sort", "without")
    },
    **{
        f"{service}: search.groups.{name}": "`search_of` has cleaned it"
        for service in (
            *("issues.found_in.found_in", "issues.list.asked_by", "issues.list.wanted_by"),
            *("search.paged.page_of", "search.query.first_found", "search.query.hits_of", "search.query.issues_found"),
            "search.query.issues_holding",
        )
        for name in ("beside", "word")
    },
    **{
        f"search.query.both_of: {which}.groups.{name}": "`search_of` has cleaned it"
        for which in ("one", "other")
        for name in ("beside", "word")
    },
    "search.saved.save_filter: query": "what a filter may be, or refused; its texts are cleaned when they are looked for",
    "search.words.is_spelled: word": WORD,
    "search.words.issue_words: inside": WORD,
    "search.words.issue_words: told": WORD,
    "search.words.note_words: words": WORD,
    "notices.choices.reader_of_mails: token": "only compared, and cleaned for that",
    "notices.choices.stop_mails: token": "only compared, and cleaned for that",
    "notices.invitations.send_invitations: uid": "a number, or refused",
    "notices.quotes.tell_quoted: about": STORED,
    "notices.quotes.tell_quoted: recipients._actors.language": STORED,
    "notices.quotes.tell_quoted: recipients._actors.name": STORED,
    "notices.residents.tell_resident: recipients._actors.language": STORED,
    "notices.residents.tell_resident: recipients._actors.name": STORED,
    **{
        f"residents.following.{service}: code": "only compared, and cleaned for that"
        for service in ("confirm_report", "follow_report", "report_of_code", "report_to_confirm")
    },
    "residents.forgetting.forget_own_contact: code": "only compared, and cleaned for that",
    **{
        f"residents.not_fixed.check_doubt: given.{name}": "cleaned as `check_report` cleans it, or not looked at"
        for name in ("address", "category", "email", "language", "lat", "lon", "name", "text", "trap", "uid")
    },
    **{
        f"residents.reporting.of_whom: given.{name}": "looks whether a field is empty"
        for name in ("address", "category", "email", "language", "lat", "lon", "name", "text", "trap", "uid")
    },
    **{f"residents.not_fixed.may_be_doubted: issue.{name}": STORED for name in ("address", "photos.id", "text")},
    "residents.keys.use_key: key": "its hash is looked for",
    "residents.requests.check_request: given": "texts as `check_report` cleans them, asked by tests/web/public/test_open311_write.py",
    "residents.requests.what_became_of: token": "only compared, and cleaned for that",
    "residents.support.support_publicly: browser": "its hash is kept",
    "residents.support.support_publicly: network": "its hash is kept",
    "residents.openness.count_picture: network": "its hash is kept",
    "residents.openness.count_report: email": "its hash is kept",
    "residents.openness.count_report: network": "its hash is kept",
    "residents.photos.has_picture: uid": "an id, or not found",
    "residents.photos.keep_picture: picture.clean": WORD,
    "residents.photos.keep_picture: picture.thumbnail": WORD,
    "residents.photos.keep_picture: uid": "an id, or refused",
    "residents.photos.read_picture: uid": "an id, or not found",
    "residents.places.place_of: address": "a part of `check_report`, which is asked here",
    "residents.places.place_of: field": WORD,
    **{
        f"residents.reporting.check_report: given.{name}": "a number or one of few words, or refused"
        for name in ("category", "language", "lat", "lon", "trap", "uid")
    },
    "residents.reporting.checked_category: field": WORD,
    "residents.reporting.checked_category: typed": "a number, or refused",
    "residents.reporting.number_of: typed": "a number, or none",
    "residents.reporting.report_sent: uid": "an id, or not found",
    **{
        f"residents.reporting.{service}: checked.{name}": "`check_report` has cleaned it"
        for service in ("issues_alike", "keep_report")
        for name in ("name", "phone", "place.address", "text", "uid", "media_url", "email", "language")
    },
    "notices.letters.keep_mail: gathered.address": STORED,
    "notices.letters.keep_mail: gathered.language": STORED,
    "notices.letters.keep_mail: gathered.name": STORED,
    "notices.letters.keep_mail: gathered.token": STORED,
    "notices.letters.keep_mail: letter": "`render.files.mail` cleans it for a mail, `plain` for a screen",
    "notices.mails.note_not_sent: problem": "cleaned, as tests/services/notices/test_mails.py shows",
    "notices.mails.put_back: problem": "as `note_not_sent`",
    "notices.mails.note_not_sent: taken.address": STORED,
    "notices.mails.note_not_sent: taken.letter": STORED,
    "notices.mails.note_not_sent: taken.uid": STORED,
    "notices.mails.note_sent: taken.address": STORED,
    "notices.mails.note_sent: taken.letter": STORED,
    "notices.mails.note_sent: taken.uid": STORED,
    "notices.mails.put_back: taken.address": STORED,
    "notices.mails.put_back: taken.letter": STORED,
    "notices.mails.put_back: taken.uid": STORED,
    "notices.tour_changes.tell_tour_change: about": STORED,
    "notices.tour_changes.tell_tour_change: recipients._actors.language": STORED,
    "notices.tour_changes.tell_tour_change: recipients._actors.name": STORED,
    "outbox.causes.note_cause: **about": "the caller has cleaned them",
    "issues.map.extent_of_issues: wanted.text": HANDED_ON,
    "issues.map.view_issues: wanted.text": HANDED_ON,
    "access.visit.stranger_visit: here": "an address that nothing keeps",
    "access.visit.stranger_visit: language": "one of two, or passed over",
    **{
        f"subscriptions.asking.keep_follow_letter: asked.{name}": "a service has made it"
        for name in ("address", "token")
    },
    "subscriptions.asking.keep_follow_letter: letter": "`render.files.mail` cleans it for a mail",
    **{
        f"subscriptions.digests.keep_digest: digest.{name}": STORED
        for name in (
            *("address", "language", "token", "news.events.agency"),
            *(f"news.issue.{name}" for name in ("text", "address", "photos.id")),
        )
    },
    "subscriptions.digests.keep_digest: letter": "`render.files.mail` cleans it for a mail",
    **{f"votes.ballots.keep_ballot_letter: asked.{name}": "`ask_ballot` has made it" for name in ("address", "token")},
    "votes.ballots.keep_ballot_letter: letter": "`render.files.mail` cleans it for a mail, `plain` for a screen",
    "public.photos.pass_photo: copy.photo_id": "an id, or not found",
    "public.photos.pass_photo: copy.picture": "a hash that the store gave",
    "public.photos.pass_photo: copy.thumbnail": "a hash that the store gave",
    "public.issues.tell_issues: photos.id": STORED,
    **{
        f"public.{service}.{name}": STORED
        for service in ("timeline.tell_details: issue", "timeline.tell_events: issues", "tours.counts_of: issues")
        for name in ("address", "photos.id", "text")
    },
    "papers.templates.look_at_template: paper": "one of those that there are, or not found",
    "papers.templates.template_in_use: paper": "looked for, not kept",
    "papers.templates.use_template: paper": "one of those that there are, or not found",
    "protocol.confirming.confirm_protocol: right.pin_hash": HASH,
    "protocol.confirming.confirm_protocol: seal": "compared, not kept",
    "notices.telegram.close_chat: address": STORED,
    "notices.telegram.take_message: text": "read, not kept",
    "protocol.stances.checked_protocol: seal": "compared, not kept",
    "protocol.stances.take_stance: point": "kept where the text has a point of that number",
    "protocol.stances.take_stance: seal": "kept where it is the seal of the text",
    "proposals.breaks.give_breaks: ids": WORD,
    **{
        f"{service}: rules.weights": "the names of weights that there are; others are passed over"
        for service in (
            *("proposals.breaks.give_breaks", "proposals.breaks.take_breaks_away"),
            *("tours.rules.set_rules", "tours.rules.stops_in"),
        )
    },
    "proposals.breaks.give_breaks: rules.pauses.name": "`set_rules` has cleaned it",
    "proposals.breaks.take_breaks_away: rules.pauses.name": "`set_rules` has cleaned it",
    "proposals.fairness.days_unvisited: zone": WORD,
    "ride.on_board.is_editable: about.owner": WORD,
    "tours.rules.set_limits: **limits": "numbers; the rules clean their names",
    "tours.stops.add_stops_from_issues: public_address": HANDED_ON,
    "tours.stops.add_stops_from_issues: public_name": HANDED_ON,
    "tours.stops.save_stop: **changes": HANDED_ON,
    "tours.stops.save_stop: agenda.speaker": HANDED_ON,
    "tours.stops.save_stop: agenda.text": HANDED_ON,
    "travel.settings.set_factors: instead_of": "compared, not kept",
    **{
        f"public.photos.{service}: wanted.{name}": STORED
        for service in ("make_public_copy", "suggest_boxes", "unboxed_copy")
        for name in ("photo_id", "clean", "thumbnail")
    },
    "votes.dressing.dress_option: picture.file": "a hash of the store",
    "travel.settings.check_router: kind": "as `set_router`, but it would ask a network",
    "travel.settings.check_router: url": "as `set_router`, but it would ask a network",
    "papers.templates.upload_template: looked.paper": WORD,
    **{
        f"papers.templates.upload_template: looked.faults.{name}": "counted, not kept"
        for name in ("what", "kind", "where")
    },
    "tours.rules.stops_in: rules.pauses.name": "looks at numbers only",
    "travel.engines.server_of: kind": HANDED_ON,
    "travel.engines.server_of: url": HANDED_ON,
    "layers.facilities.save_facility: offer_times": "numbers, or refused; kept for the words of `offers` alone",
    "webhooks.hooks.add_webhook: address": "cleaned as a line, and refused where it is no address of the internet",
    "webhooks.hooks.add_webhook: secret": "only bytes in base64, which is stored as it is made of them",
    **{
        f"webhooks.delivering.{service}: taken.{name}": STORED
        for service in ("note_taken", "note_not_taken")
        for name in ("address", "secret", "uid", "about")
    },
}
"""Texts that no service has to clean, and why: `service: parameter`."""


def test_typed_text_is_cleaned_by_every_service(database: Database, tmp_path: Path) -> None:
    said = {service: _said(database, tmp_path, service) for service in SERVICES}

    texts = {f"{service}: {name}": text for service, each in said.items() for name, text in each.items()}
    assert {name: text for name, text in texts.items() if text not in CLEAN} == {}
    taken = texts_taken()
    asked = {f"{service}: {name}" for service in SERVICES for name in taken[service]}
    assert texts.keys() == asked - NOT_TYPED.keys()


def _said(database: Database, folder: Path, service: str) -> Said:
    """What the service made of the text, in a transaction of which nothing stays."""
    with database.reading() as session:
        try:
            return SERVICES[service](make_world(session, folder))
        except Exception as error:
            error.add_note(service)
            raise


def test_every_service_that_takes_text_is_asked_or_excused() -> None:
    taken = {f"{service}: {text}" for service, texts in texts_taken().items() for text in texts}

    unasked = {each for each in taken if each.split(": ")[0] not in SERVICES} - NOT_TYPED.keys()

    assert (unasked, NOT_TYPED.keys() - taken, SERVICES.keys() - texts_taken().keys()) == (set(), set(), set())

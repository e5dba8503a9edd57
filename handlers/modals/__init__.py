"""Modals and private answers: pure functions that return views and blocks as Slack takes them."""

from handlers.modals.answering import answer_holds
from handlers.modals.answers import (
    Missing,
    Private,
    Pupil,
    featured_view,
    help_blocks,
    help_view,
    notice,
    see_who,
    trouble,
    who_is_featured,
)
from handlers.modals.consent import (
    ConsentFacts,
    Entry,
    consent_record,
    expiring,
    link_form,
    linked,
    who_is_meant,
    withdraw_form,
    withdrawn,
)
from handlers.modals.form import Asked, FormFacts, class_option, edit_title, post_form, pupil_option
from handlers.modals.mine import MineRow, mine, see_post
from handlers.modals.office import mark_published, words_to_copy
from handlers.modals.pictures import see_photos
from handlers.modals.reasons import cannot_publish, reject, request_changes, take_down
from handlers.modals.review import review
from handlers.modals.rows import settled_rows, waiting_rows
from handlers.modals.second import SecondFacts, describe_step, second_step
from handlers.modals.stop import stop_form
from handlers.modals.upload import being_read, upload_form

__all__ = [
    "Asked",
    "ConsentFacts",
    "Entry",
    "FormFacts",
    "MineRow",
    "Missing",
    "Private",
    "Pupil",
    "SecondFacts",
    "answer_holds",
    "being_read",
    "cannot_publish",
    "class_option",
    "consent_record",
    "describe_step",
    "edit_title",
    "expiring",
    "featured_view",
    "help_blocks",
    "help_view",
    "link_form",
    "linked",
    "mark_published",
    "mine",
    "notice",
    "post_form",
    "pupil_option",
    "reject",
    "request_changes",
    "review",
    "second_step",
    "see_photos",
    "see_post",
    "see_who",
    "settled_rows",
    "stop_form",
    "take_down",
    "trouble",
    "upload_form",
    "waiting_rows",
    "who_is_featured",
    "who_is_meant",
    "withdraw_form",
    "withdrawn",
    "words_to_copy",
]

"""Every action, callback, block and shortcut id, in one place. Where an action repeats in a message its key follows a colon."""

from __future__ import annotations

from bot.domain.policy import Field

# Buttons on cards. Their value is `str(revision.seen)`: the exact content that the person looked at.
APPROVE = "post.approve"
REQUEST_CHANGES = "post.request_changes"
REJECT = "post.reject"
WHO_IS_FEATURED = "post.who"
WITHDRAW = "post.withdraw"
EDIT = "post.edit"
SEE_WHO = "post.see_who"
SEE_PHOTOS = "post.photos"
PHOTOS_DELETED = "photos.deleted"

# Buttons in lists and help. In lists, ":" and the post's number follow.
NEW_POST = "post.new"
MY_POSTS = "mine.open"
HELP = "home.help"
SEE_POST = "post.open"
REVIEW = "post.review"
WRITE_AGAIN = "post.again"
OPEN_DRAFT = "draft.open"

# The office. After the takedown actions, ":" and the place's key follow.
START = "task.start"
OPEN_WORDS = "task.words"
PUBLISHED = "task.published"
ALREADY_LIVE = "task.already_live"
CANNOT_PUBLISH = "task.cannot"
GET_PACK = "task.pack"
OPEN_PLACE = "takedown.open"
REMOVED = "takedown.removed"

# The office and permissions. Their value is a person's id in the register.
CONSENT_OF = "consent.open"
CONSENT_WITHDRAW = "consent.withdraw"
CONSENT_LINK = "consent.link"
EXPIRING = "consent.expiring"

# Files of the register. Their value is Slack's id of the file; after FILE_ANSWER, ":" and what is answered follow.
FILE_CONFIRM = "register.confirm"
FILE_DISCARD = "register.discard"
FILE_ANSWER = "register.answer"
FILE_ROWS = "register.rows"

# A colleague's answer to being shown.
PERMISSION_YES = "permission.yes"
PERMISSION_NO = "permission.no"
PERMISSION_ALWAYS = "permission.always"

# Anybody in SLT, the Headteacher and the CEO. Their value is a stop's number, or the exact content.
OPEN_STOP = "stop.open"
TAKE_DOWN = "post.take_down"

# A photo that something stands against. Their value is the post's number and the photo's own.
PHOTO_BLUR = "photo.blur"
PHOTO_USE = "photo.use"
PHOTO_FINE = "photo.fine"
PHOTO_LEAVE_OUT = "photo.leave_out"
PHOTO_REPLACE = "photo.replace"

# The registers. After each, ":" and the register or the entry's number.
REGISTER_ADD = "register.add"
REGISTER_END = "register.end"

# The list of devices. After each, ":" and the school, or the school and the device's number.
DEVICE_ADD = "device.add"
DEVICE_RETIRE = "device.retire"

# What a form or a shortcut calls back with.
FORM = "post.form"
SECOND_FORM = "post.second"
DESCRIBE_FORM = "post.describe"
REPLACE_FORM = "photo.replace"
ANSWER_FORM = "post.answer"
REQUEST_CHANGES_FORM = "post.request_changes"
REJECT_FORM = "post.reject"
CANNOT_PUBLISH_FORM = "task.cannot"
PUBLISHED_FORM = "task.published"
WORDS_VIEW = "task.words"
SEE_WHO_VIEW = "post.see_who"
SEE_POST_VIEW = "post.open"
REVIEW_VIEW = "post.review"
FEATURED_VIEW = "post.who"
SEE_PHOTOS_VIEW = "post.photos"
MINE_VIEW = "mine"
POLICY_FORM = "policy.read"
REGISTERS_VIEW = "registers"
REGISTER_FORM = "register.add"
DEVICES_VIEW = "devices"
DEVICE_FORM = "device.add"
STOP_FORM = "stop.now"
LIFT_FORM = "stop.lift"
TAKE_DOWN_FORM = "post.take_down"
NOTICE_VIEW = "notice"
HELP_VIEW = "help"
CONSENT_VIEW = "consent"
CONSENT_LINK_FORM = "consent.link"
CONSENT_WITHDRAW_FORM = "consent.withdraw"
UPLOAD_FORM = "register.upload"
ROWS_FORM = "register.rows"
PHOTOS_FORM = "photos.check"
NEW_POST_SHORTCUT = "shortcut.new_post"
MESSAGE_SHORTCUT = "shortcut.message"

# The form: a field's block and its element bear the same id.
SCHOOL = Field.SCHOOL.value
PURPOSE = Field.PURPOSE.value
WORDS = Field.WORDS.value
PUPILS = Field.PUPILS.value
NOBODY = Field.NOBODY.value
STAFF = Field.STAFF.value
ADULTS = Field.ADULTS.value
PLACES = Field.PLACES.value
WHEN = Field.WHEN.value
AT = Field.AT.value
APPLIES = Field.APPLIES.value
SOURCE = Field.SOURCE.value
QUESTION = Field.QUESTION.value
PROMISE = Field.PROMISE.value

PHOTOS = Field.PHOTOS.value
KEPT = "kept"
DEVICE = Field.DEVICE.value
DELETED = "deleted"
DELETED_TICK = "deleted"

DISPATCHING = (PURPOSE, NOBODY, PLACES, WHEN, APPLIES)
"""Fields that tell us at once, so that a draft can be kept."""

REDRAWING = (PLACES, WHEN, APPLIES)
"""Those of them after which the form asks for more, or less."""

CLASS = "class:"
"""Before the key of a whole class among the pupils picked."""

REPLY = "reply:"
"""Before the fingerprint of what is asked: one field of the second step, or of SLT's answers."""

ALT = "alt:"
SHOWN = "shown:"
DEVICE_OF = "device:"
"""Before the number of the photo that a field is about."""

NOT_A_CHILD = "not-a-child"
FINE = "fine"

ASAP = "asap"
SET_TIME = "set"
NOBODY_TICK = "nobody"

# The other forms' fields. The place's key follows LINK.
REASON = "reason"
READ = "read"
REGISTER_WHO = "register_who"
REGISTER_MANAGER = "register_manager"
REGISTER_VALUE = "register_value"
REGISTER_FROM = "register_from"
REGISTER_UNTIL = "register_until"
REGISTER_EVIDENCE = "register_evidence"
DEVICE_LABEL = "device_label"
DEVICE_MAKE = "device_make"
DEVICE_MODEL = "device_model"
DEVICE_SERIAL = "device_serial"
DEVICE_OWNER = "device_owner"
DEVICE_FROM = "device_from"
STOP_SCHOOL = "stop_school"
ALL_SCHOOLS = "all"
LINK = "link:"
UNLINKED = "unlinked"
AS_APPROVED = "as_approved"
CONSENT_GIVER = "giver"
CONSENT_OTHER = "giver_name"
CONSENT_RELATION = "giver_relation"
ROW = "row"
LEAVE_OUT = "leave-out"
NOT_NOW = "not-now"
SOMEBODY = "somebody"
SOMEBODY_ELSE = "other"
CONSENT_PLACES = "consent_places"
CONSENT_COLLEAGUE = "colleague"
UPLOAD_FILE = "register_file"
PHOTO_FILES = PHOTOS
UPLOAD_MAPPING = "register_mapping"
AS_APPROVED_TICK = "as-approved"


def keyed(action: str, key: str | int) -> str:
    """An action that stands in a message more than once: "takedown.removed:facebook"."""
    return f"{action}:{key}"


def unkeyed(action_id: str) -> tuple[str, str]:
    """The inverse of `keyed`: the action, and its key or nothing."""
    action, _, key = action_id.partition(":")
    return action, key

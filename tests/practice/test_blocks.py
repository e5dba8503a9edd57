"""The Block Kit validator: an example of everything it takes, and one too far of everything it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from bot.practice.blocks import check_message_blocks, check_view
from tests.practice.making import actions, button, modal, option, plain, section, words

Block = dict[str, Any]
LONG_URL = "https://brackenfold.example/" + "x" * 2_980


def mrkdwn(text: str, **more: Any) -> Block:
    return {"type": "mrkdwn", "text": text, **more}


def context(*elements: Any) -> Block:
    return {"type": "context", "elements": list(elements)}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text)}


def quote(*leaves: Block, kind: str = "rich_text_quote", **more: Any) -> Block:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(leaves), **more}]}


def bullets(*texts: str, **more: Any) -> Block:
    sections = [{"type": "rich_text_section", "elements": [{"type": "text", "text": t}]} for t in texts]
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_list", "style": "bullet", "elements": sections, **more}],
    }


def confirm(**more: Any) -> Block:
    texts = {"title": "Sure?", "text": "The office publishes it.", "confirm": "Approve", "deny": "Go back"}
    return {**{name: plain(text) for name, text in texts.items()}, "style": "primary", **more}


def static(n: int = 2, **more: Any) -> Block:
    listed = [option(f"Place {i}", f"p{i}") for i in range(n)]
    return {"type": "static_select", "action_id": "s", "options": listed, **more}


def checkboxes(n: int = 2, **more: Any) -> Block:
    return {**static(n), "type": "checkboxes", **more}


def asking(element: Block, **more: Any) -> Block:
    return {"type": "input", "block_id": "i", "label": plain("A question"), "element": element, **more}


def typed(**more: Any) -> Block:
    return asking({"type": "plain_text_input", "action_id": "t", **more})


def image(**more: Any) -> Block:
    return {"type": "image", "image_url": "https://brackenfold.example/a.png", "alt_text": "Beans", **more}


def without(block: Block, *names: str) -> Block:
    return {k: v for k, v in block.items() if k not in names}


# Shapes like those of the storyboard: a card for approval, a task, a help message.
CARD = [
    {**header("For your approval · Post 42"), "block_id": "p42.head"},
    section("*Where:* Facebook\n*When:* Fri 27 Nov, 3:30pm", block_id="p42.facts"),
    {
        "type": "section",
        "block_id": "p42.who",
        "text": mrkdwn("*Pupils:* 3", verbatim=True),
        "accessory": button("post.who"),
    },
    {"type": "divider", "block_id": "p42.line"},
    quote({"type": "text", "text": "Beans and bar charts 🌱"}),
    without(image(slack_file={"id": "F0PHOTO0421"}, block_id="p42.photo"), "image_url"),
    context({"type": "plain_text", "text": "Photo 1 of 1", "emoji": False}, mrkdwn("*Checked*", verbatim=True)),
    actions(
        button("post.approve", style="primary", confirm=confirm()), button("post.reject", accessibility_label="No")
    ),
]
TASK = [
    quote({"type": "text", "text": "Copy me"}, kind="rich_text_preformatted"),
    {
        "type": "section",
        "text": plain("Photo 1"),
        "accessory": without(image(slack_file={"id": "F0PHOTO0421"}), "image_url"),
    },
    actions(button("task.pack", url="https://brackenfold.slack.com/files/U0/F0/post-0042.zip")),
]
HELP = [
    bullets("/socialpost starts a post", "/socialpost help shows this", indent=0),
    quote(
        {"type": "link", "url": "https://www.facebook.com/brackenfold", "text": "Facebook"},
        {"type": "text", "text": "Thu 19 Nov", "style": {"bold": True}},
        {"type": "user", "user_id": "U0PRIYANAIR"},
        {"type": "emoji", "name": "seedling"},
        kind="rich_text_section",
    ),
]
FORM = [
    context(mrkdwn("Step 1 of 2", verbatim=True)),
    asking(static(5, placeholder=plain("Choose one")), optional=False),
    words(),
    {
        **asking({"type": "file_input", "action_id": "f", "max_files": 10, "filetypes": ["jpg", "heic"]}),
        "block_id": "f",
    },
    {**asking({"type": "multi_external_select", "action_id": "p", "min_query_length": 2}), "block_id": "p"},
    {**asking({"type": "multi_users_select", "action_id": "u"}, hint=plain("Each is asked.")), "block_id": "u"},
    {**asking(checkboxes(6, initial_options=[option("Place 1", "p1")])), "block_id": "c"},
    {**asking({**static(2), "type": "radio_buttons"}, dispatch_action=True), "block_id": "r"},
    {**asking({"type": "datetimepicker", "action_id": "d", "initial_date_time": 1795793400}), "block_id": "d"},
    {**asking({"type": "url_text_input", "action_id": "l", "placeholder": plain("Paste")}), "block_id": "l"},
    {**asking({"type": "number_input", "action_id": "n", "is_decimal_allowed": False}), "block_id": "n"},
    {**asking({"type": "email_text_input", "action_id": "e"}), "block_id": "e"},
]

GOOD_MESSAGES: dict[str, list[Any]] = {
    "an approval card": CARD,
    "a publishing task": TASK,
    "help": HELP,
    "fifty blocks": [section("x")] * 50,
    "a section of 3000 astral characters": [section("🌱" * 3_000)],
    "a header of 150": [header("h" * 150)],
    "ten fields of 2000": [{"type": "section", "fields": [mrkdwn("f")] * 9 + [mrkdwn("f" * 2_000)]}],
    "ten context elements": [context(*[mrkdwn("c")] * 10)],
    "25 buttons": [actions(*[button(f"b{i}") for i in range(25)])],
    "a full button": [actions(button(value="v" * 2_000, text=plain("b" * 75), accessibility_label="a" * 75))],
    "a mail link": [actions(button(url="mailto:office@brackenfold.example"))],
    "overflow of five": [actions({**static(5), "type": "overflow"})],
    "a select of 100": [actions(static(100))],
    "several choices among the buttons": [actions({**static(), "type": "multi_static_select"})],
    "option groups": [
        actions(
            {
                "type": "static_select",
                "action_id": "g",
                "option_groups": [{"label": plain("Year 4"), "options": [option("Hazel", "h")]}],
                "initial_option": option("Hazel", "h"),
            }
        )
    ],
    "a full confirmation": [
        actions(
            button(
                confirm=confirm(
                    title=plain("t" * 100), text=plain("x" * 300), confirm=plain("c" * 30), deny=plain("d" * 30)
                )
            )
        )
    ],
}

BAD_MESSAGES: dict[str, tuple[list[Any], str]] = {
    "51 blocks": ([section("x")] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    "an unknown block": ([{"type": "hero", "text": "x"}], "unsupported type: hero [json-pointer:/blocks/0/type]"),
    "no block at all": (["text"], "unsupported type: None"),
    "section of 3001": ([section("x" * 3_001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    "an empty section": ([section("")], "must be more than 0 characters"),
    "a section of nothing": ([{"type": "section"}], "must define either `text` or `fields`"),
    "text as a string": ([{"type": "section", "text": "hello"}], "must provide an object"),
    "unknown kind of text": (
        [{"type": "section", "text": {"type": "markdown", "text": "x"}}],
        "unsupported type: markdown",
    ),
    "header of 151": ([header("h" * 151)], "must be less than 151 characters"),
    "header in mrkdwn": ([{"type": "header", "text": mrkdwn("x")}], "must be plain_text"),
    "mrkdwn with emoji": ([{"type": "section", "text": mrkdwn("x", emoji=True)}], "invalid additional property: emoji"),
    "plain text with verbatim": ([{"type": "header", "text": {**plain("x"), "verbatim": True}}], "property: verbatim"),
    "eleven fields": ([{"type": "section", "fields": [mrkdwn("f")] * 11}], "no more than 10 items allowed"),
    "no fields": ([{"type": "section", "fields": []}], "no fewer than 1 items"),
    "field of 2001": ([{"type": "section", "fields": [mrkdwn("f" * 2_001)]}], "/blocks/0/fields/0/text"),
    "eleven context elements": ([context(*[mrkdwn("c")] * 11)], "no more than 10 items allowed"),
    "empty context": ([context()], "no fewer than 1 items"),
    "button in a context": ([context(button())], "unsupported type: button"),
    "26 buttons": ([actions(*[button(f"b{i}") for i in range(26)])], "no more than 25 items allowed"),
    "empty actions": ([actions()], "no fewer than 1 items"),
    "actions without elements": ([{"type": "actions"}], "missing required field: elements"),
    "text input in actions": ([actions({"type": "plain_text_input", "action_id": "t"})], "unsupported type"),
    "date and time beside a section": (
        [section("x", accessory={"type": "datetimepicker", "action_id": "d"})],
        "unsupported type: datetimepicker",
    ),
    "unknown element": ([actions({"type": "slider", "action_id": "t"})], "unsupported type: slider"),
    "button text of 76": ([actions(button(text=plain("b" * 76)))], "must be less than 76 characters"),
    "button text in mrkdwn": ([actions(button(text=mrkdwn("b")))], "must be plain_text"),
    "button value of 2001": ([actions(button(value="v" * 2_001))], "must be less than 2001 characters"),
    "numeric value": ([actions(button(value=42))], "must be a string"),
    "long label": ([actions(button(accessibility_label="a" * 76))], "must be less than 76 characters"),
    "unknown style": ([actions(button(style="default"))], "must be one of danger, primary"),
    "unknown field": ([actions(button(colour="red"))], "invalid additional property: colour"),
    "unknown block field": ([section("x", colour="red")], "invalid additional property: colour"),
    "action_id of 256": ([actions(button("a" * 256))], "must be less than 256 characters"),
    "block_id of 256": ([section("x", block_id="b" * 256)], "must be less than 256 characters"),
    "twice the same block_id": ([section("x", block_id="b"), section("y", block_id="b")], "duplicate block_id: b"),
    "twice the same action_id": ([actions(button("a"), button("a"))], "duplicate action_id: a"),
    "a bare web address": ([actions(button(url="brackenfold.example"))], "invalid url"),
    "a script address": ([actions(button(url="javascript:alert(1)"))], "invalid url"),
    "address of 3001": ([actions(button(url=LONG_URL + "y" * 100))], "must be less than 3001 characters"),
    "half a confirmation": ([actions(button(confirm=without(confirm(), "deny")))], "missing required field: deny"),
    "confirm title of 101": ([actions(button(confirm=confirm(title=plain("t" * 101))))], "/confirm/title/text"),
    "confirm text of 301": ([actions(button(confirm=confirm(text=plain("t" * 301))))], "/confirm/text/text"),
    "confirm button of 31": ([actions(button(confirm=confirm(confirm=plain("t" * 31))))], "/confirm/confirm/text"),
    "deny button of 31": ([actions(button(confirm=confirm(deny=plain("t" * 31))))], "/confirm/deny/text"),
    "overflow of six": ([actions({**static(6), "type": "overflow"})], "no more than 5 items allowed"),
    "select of 101": ([actions(static(101))], "no more than 100 items allowed"),
    "select without options": ([actions(without(static(), "options"))], "either `options` or `option_groups`"),
    "select of nothing": ([actions(static(0))], "no fewer than 1 items"),
    "options and groups": ([actions(static(option_groups=[]))], "either `options` or `option_groups`"),
    "option text of 76": ([actions({**static(), "options": [option("o" * 76, "v")]})], "must be less than 76"),
    "option value of 151": ([actions({**static(), "options": [option("o", "v" * 151)]})], "must be less than 151"),
    "option description of 76": (
        [actions({**static(), "options": [{**option("o", "v"), "description": plain("d" * 76)}]})],
        "must be less than 76",
    ),
    "mrkdwn in a select": ([actions({**static(), "options": [{"text": mrkdwn("o"), "value": "v"}]})], "plain_text"),
    "initial option from elsewhere": (
        [actions(static(initial_option=option("No", "n")))],
        "one of the provided options",
    ),
    "initial option with other words": ([actions(static(initial_option=option("Place", "p0")))], "one of the provided"),
    "placeholder of 151": ([actions(static(placeholder=plain("p" * 151)))], "must be less than 151 characters"),
    "eleven checkboxes": ([actions(checkboxes(11))], "no more than 10 items allowed"),
    "eleven radio buttons": ([actions({**static(11), "type": "radio_buttons"})], "no more than 10 items allowed"),
    "image without alt text": ([without(image(), "alt_text")], "missing required field: alt_text"),
    "image from nowhere": ([without(image(), "image_url")], "must define either `image_url` or `slack_file`"),
    "image from two places": ([image(slack_file={"id": "F0PHOTO0421"})], "must define either"),
    "image with a bad id": ([without(image(slack_file={"id": "photo1"}), "image_url")], "invalid file id"),
    "image with a bad url": ([image(image_url="/a.png")], "invalid url"),
    "alt text of 2001": ([image(alt_text="a" * 2_001)], "must be less than 2001 characters"),
    "file input in a message": ([asking({"type": "file_input", "action_id": "f"})], "unsupported type: file_input"),
    "rich text of nothing": ([{"type": "rich_text", "elements": []}], "no fewer than 1 items"),
    "rich text with an empty word": ([quote({"type": "text", "text": ""})], "must be more than 0 characters"),
    "rich text with mrkdwn": ([quote(mrkdwn("x"))], "unsupported type: mrkdwn"),
    "rich text leaf at the top": (
        [{"type": "rich_text", "elements": [{"type": "text", "text": "x"}]}],
        "unsupported type",
    ),
    "rich text quote unwrapped": ([{"type": "rich_text", "elements": [{"type": "rich_text_quote"}]}], "elements"),
    "rich text link without url": ([quote({"type": "link", "text": "x"})], "missing required field: url"),
    "rich text link to script": ([quote({"type": "link", "url": "javascript:x"})], "invalid url"),
    "rich text style as a word": ([quote({"type": "text", "text": "x", "style": "bold"})], "must provide an object"),
    "unknown rich text style": ([quote({"type": "text", "text": "x", "style": {"huge": True}})], "property: huge"),
    "list without a style": (
        [{"type": "rich_text", "elements": [{"type": "rich_text_list", "elements": []}]}],
        "missing required field: style",
    ),
    "list indent of nine": ([bullets("x", indent=9)], "must be between 0 and 8"),
    "markdown of 12001 in two blocks": ([{"type": "markdown", "text": "m" * 6_001}] * 2, "less than 12001 characters"),
}

GOOD_VIEWS: dict[str, Block] = {
    "the form": modal(*FORM, private_metadata='{"draft":42}'),
    "a plain notice": without(modal(section("It is done.")), "submit"),
    "a hundred blocks": modal(*[section("x")] * 100),
    "titles of 24": modal(words(), title=plain("t" * 24), submit=plain("s" * 24), close=plain("c" * 24)),
    "private metadata of 3000": modal(words(), private_metadata="m" * 3_000),
    "a typed 3000": modal(typed(max_length=3_000, min_length=0, initial_value="x" * 3_000)),
    "label and hint of 2000": modal(asking(static(), label=plain("l" * 2_000), hint=plain("h" * 2_000))),
}
BAD_VIEWS: dict[str, tuple[Block, str]] = {
    "no title": (without(modal(words()), "title"), "missing required field: title [json-pointer:/view]"),
    "title of 25": (
        modal(words(), title=plain("t" * 25)),
        "must be less than 25 characters [json-pointer:/view/title/text]",
    ),
    "title in mrkdwn": (modal(words(), title=mrkdwn("t")), "must be plain_text"),
    "submit of 25": (modal(words(), submit=plain("t" * 25)), "/view/submit/text"),
    "close of 25": (modal(words(), close=plain("t" * 25)), "/view/close/text"),
    "inputs without submit": (without(modal(words()), "submit"), "missing required field: submit"),
    "101 blocks": (modal(*[section("x")] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
    "no blocks": (without(modal(), "blocks"), "missing required field: blocks"),
    "metadata of 3001": (modal(words(), private_metadata="m" * 3_001), "must be less than 3001 characters"),
    "metadata as an object": (modal(words(), private_metadata={"draft": 1}), "must be a string"),
    "callback_id of 256": (modal(words(), callback_id="c" * 256), "must be less than 256 characters"),
    "external_id of 256": (modal(words(), external_id="c" * 256), "must be less than 256 characters"),
    "a disabled submit": (modal(words(), submit_disabled=True), "invalid additional property: submit_disabled"),
    "the view as it came back": (modal(words(), id="V0", hash="1.a"), "invalid additional property: id"),
    "a Home": ({"type": "home", "blocks": []}, "unsupported type: home"),
    "label of 2001": (modal(asking(static(), label=plain("l" * 2_001))), "must be less than 2001 characters"),
    "hint of 2001": (modal(asking(static(), hint=plain("l" * 2_001))), "must be less than 2001 characters"),
    "label in mrkdwn": (modal(asking(static(), label=mrkdwn("l"))), "must be plain_text"),
    "a button as input": (modal(asking(button())), "unsupported type: button"),
    "an input without element": (modal(without(words(), "element")), "missing required field: element"),
    "max_length of 3001": (modal(typed(max_length=3_001)), "must be between 1 and 3000"),
    "max_length of none": (modal(typed(max_length=0)), "must be between 1 and 3000"),
    "more at least than at most": (modal(typed(min_length=5, max_length=4)), "min_length cannot exceed max_length"),
    "too long from the start": (modal(typed(max_length=4, initial_value="12345")), "must be less than 5 characters"),
    "eleven files": (modal(asking({"type": "file_input", "max_files": 11})), "must be between 1 and 10"),
    "a number undecided": (modal(asking({"type": "number_input"})), "missing required field: is_decimal_allowed"),
    "a date of words": (modal(asking({"type": "datepicker", "initial_date": "Friday"})), "must be a valid date"),
    "a time of words": (modal(asking({"type": "timepicker", "initial_time": "3pm"})), "must be a valid time"),
    "milliseconds": (modal(asking({"type": "datetimepicker", "initial_date_time": 1795793400000})), "must be between"),
    "eleven boxes": (modal(asking(checkboxes(11))), "no more than 10 items allowed"),
    "focus twice": (
        modal(typed(focus_on_load=True), {**typed(focus_on_load=True), "block_id": "j"}),
        "only one element may have focus_on_load",
    ),
    "a markdown block": (modal({"type": "markdown", "text": "x"}), "unsupported type: markdown"),
    "the same block_id": (modal(words(), words()), "duplicate block_id: words"),
    "unknown dispatch": (
        modal(typed(dispatch_action_config={"trigger_actions_on": ["on_blur"]})),
        "unsupported value: on_blur",
    ),
}


@pytest.mark.parametrize("blocks", GOOD_MESSAGES.values(), ids=GOOD_MESSAGES)
def test_message_is_taken(blocks: list[Any]) -> None:
    """What the bot sends, and everything up to its limit."""
    assert check_message_blocks(blocks).found == []


@pytest.mark.parametrize(("blocks", "problem"), BAD_MESSAGES.values(), ids=BAD_MESSAGES)
def test_message_is_refused(blocks: list[Any], problem: str) -> None:
    """One too many, too long, unknown or out of place; the message says where."""
    assert problem in "\n".join(check_message_blocks(blocks).found)


@pytest.mark.parametrize("view", GOOD_VIEWS.values(), ids=GOOD_VIEWS)
def test_view_is_taken(view: Block) -> None:
    """Modals up to their limits."""
    assert check_view(view).found == []


@pytest.mark.parametrize(("view", "problem"), BAD_VIEWS.values(), ids=BAD_VIEWS)
def test_view_is_refused(view: Block, problem: str) -> None:
    """Modals beyond their limits."""
    assert problem in "\n".join(check_view(view).found)


def test_home_takes_blocks_but_no_title() -> None:
    """A Home has neither title nor submit; it takes a hundred blocks."""
    home: Block = {"type": "home", "callback_id": "home", "blocks": [section("x")] * 100}
    assert check_view(home, types=("home",)).found == []
    assert "invalid additional property: title" in check_view({**home, "title": plain("x")}, types=("home",)).found[0]
    upload = asking({"type": "file_input"})
    assert check_view({**home, "blocks": [upload]}, types=("home",)).found


def test_files_are_known_or_refused() -> None:
    """Once the workspace knows its files, an image of another one is refused."""
    photo = without(image(slack_file={"id": "F0PHOTO0421"}), "image_url")
    assert check_message_blocks([photo], known_files={"F0PHOTO0421"}).found == []
    assert "invalid slack file" in check_message_blocks([photo], known_files=set()).found[0]


def test_all_the_text_together_has_a_limit() -> None:
    """Many blocks, each in order, can be too long together."""
    assert not check_message_blocks([section("x" * 3_000)] * 4).too_long
    assert check_message_blocks([section("x" * 3_000)] * 5).too_long

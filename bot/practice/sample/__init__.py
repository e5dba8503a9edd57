"""The sample school of the practice workspace: invented people, channels and a register. No real child is in it."""

from __future__ import annotations

from pathlib import Path

from bot.practice.config import AppConfig
from bot.practice.workspace import Workspace

TEAM = "T0MERCIA"
STAFF, SLT, OFFICE = "C0STAFF", "C0SLT", "C0OFFICE"
PRIYA, DAN = "U0PRIYANAIR", "U0DANWHITLOCK"
HELEN, IMRAN, RUTH = "U0HELENMARSH", "U0IMRANSADIQ", "U0RUTHOKAFOR"
SUE, LANE, TANYA = "U0SUEBRAMLEY", "U0MRLANE", "U0TMATTHEWS"
ELLERY, NADIA = "U0MELLERY", "U0NADIAHUSSAIN"
GUEST = "U0ALEXGUEST"

_HERE = Path(__file__).parent
TRUST = _HERE / "trust.toml"
REGISTER = _HERE / "register.csv"
DEVICES = _HERE / "devices.csv"
PHOTOS = _HERE / "photos"
"""Drawn ones, to add to a post, taken with the one device on the list: `labels.jpg` has a name in it."""
BEANS, LABELS = PHOTOS / "beans.jpg", PHOTOS / "labels.jpg"

_PEOPLE = (
    (PRIYA, "Priya Nair", "Year 4 teacher"),
    (DAN, "Dan Whitlock", "Site manager"),
    (HELEN, "Helen Marsh", "Deputy head, SLT"),
    (IMRAN, "Imran Sadiq", "Assistant head, SLT"),
    (RUTH, "Ruth Okafor", "Headteacher, SLT"),
    (SUE, "Sue Bramley", "School secretary, the office"),
    (NADIA, "Nadia Hussain", "Leads Years 3 and 4, Priya’s line manager"),
    (ELLERY, "Margaret Ellery", "Chief executive of the trust"),
    (LANE, "Mr Lane", "Authorises reminders and devices"),
    (TANYA, "Tanya Matthews", "Authorises reminders"),
)
_EVERYBODY = tuple(user for user, _, _ in _PEOPLE)

# The page's guide: title, what to do (in mrkdwn), who to be and where. “Watch these four steps” speaks for the next three too.
_GUIDE = (
    (
        "Write a post",
        (
            "Type `/socialpost` and press Enter. Say what it is for, write a few words, choose Maisie Trent and Noah Adeyemi, "
            "tick Facebook and Instagram, and tick the promise at the end. Noah may not be shown on Instagram, so the form "
            "stops you. Untick Instagram and send it again. Or watch these five steps in a terminal: `make play`"
        ),
        PRIYA,
        STAFF,
    ),
    (
        "Ask for a change",
        "SLT have a card. Press *Request changes* and say what you would like.",
        HELEN,
        SLT,
    ),
    (
        "Edit and resubmit",
        "Priya was told. Press *Edit and resubmit*, change a word, tick the promise again and send it back.",
        PRIYA,
        "dm",
    ),
    (
        "Approve",
        "The new card shows what changed. Press *Approve*. A colleague who comes too late is told who was first.",
        HELEN,
        SLT,
    ),
    (
        "Publish",
        (
            "Only now is there a task. Press *Start*, copy the words, then *Mark as published* and paste a link for each "
            "place. Any web address will do here."
        ),
        SUE,
        OFFICE,
    ),
    (
        "Add photos",
        (
            "Save both photos to this computer. Type `/socialpost`, fill in the form as before and choose both under Photos. "
            "The next page asks what each shows: describe it in a sentence without names, and say that they were taken on "
            "School iPad 12. Or watch these four steps: `make play SCENARIO=photos`"
        ),
        PRIYA,
        STAFF,
    ),
    (
        "Fix a photo",
        (
            "Each photo is looked at, which takes some seconds. In one a child’s name can be read. Press *Blur it for me*, "
            "look at the result and press *Use it*. SLT have not seen any of it until now."
        ),
        PRIYA,
        "dm",
    ),
    (
        "Approve and publish photos",
        (
            "The card shows the photos as they will go out. Approve them. Then be Sue in the office’s channel: *Start*, *Get "
            "the pack* (socialpost sends it to her), and *Mark as published*."
        ),
        HELEN,
        SLT,
    ),
    (
        "Delete the photos",
        (
            "The post has its own copies, so Priya is asked to delete what she added: in the list of channels, under Your "
            "files; in Slack, under Files. Once both are gone, her message says so within a few minutes."
        ),
        PRIYA,
        "dm",
    ),
    (
        "Write a child’s name",
        (
            "Write another post: “Maisie won the maths quiz!” The form stops you at the words. Now write “Our Hope and "
            "Harmony choir sang.” A pupil is called Hope, so the form asks: tick that it is not a child, and send it. SLT "
            "read your answer on their card, and are asked too when they approve. Or watch: `make play SCENARIO=name`"
        ),
        PRIYA,
        STAFF,
    ),
    (
        "A parent phones",
        (
            "Type `/socialpost consent Maisie Trent`, then press *Withdraw now* twice. What shows her is held or comes down. "
            "Or watch: `make play SCENARIO=parent`"
        ),
        SUE,
        OFFICE,
    ),
    (
        "A colleague is shown",
        (
            "Write a post as Priya and choose Dan Whitlock under the adults. He has a message and says yes or no. SLT may "
            "approve before he does: his answer then gives it to the office. Or watch: `make play SCENARIO=colleague`"
        ),
        DAN,
        "dm",
    ),
    (
        "A reminder for parents",
        (
            "Send a post as Priya with the purpose “An update or reminder for parents”. Mr Lane, Tanya Matthews and the CEO "
            "have a card each: one yes of theirs is enough, and SLT’s comes on top. Or watch: `make play SCENARIO=reminder`"
        ),
        ELLERY,
        "dm",
    ),
    (
        "A logo",
        (
            "Send a post as Priya and tick that it shows a brand. The Headteacher is asked; she is of SLT as well, so one "
            "click gives both yeses. Or watch: `make play SCENARIO=logo`"
        ),
        RUTH,
        "dm",
    ),
    (
        "Not sure",
        (
            "As Priya, tick “I’m not sure about it” and write what you would like to ask. Nadia Hussain reads it before SLT "
            "do. Or watch: `make play SCENARIO=unsure`"
        ),
        NADIA,
        "dm",
    ),
    (
        "Nobody answers",
        (
            "Days must pass for this, so it is one to watch: `make play SCENARIO=nobody`. SLT are reminded, the Headteacher "
            "is asked, and then the author is told."
        ),
        RUTH,
        "dm",
    ),
    (
        "Stop all posts",
        (
            "Type `/socialpost stop`, write a few words, and look at the office’s cards as Sue. The same command lifts it; "
            "nothing goes out by itself. Or watch: `make play SCENARIO=stop`"
        ),
        HELEN,
        SLT,
    ),
    (
        "Take a post down",
        (
            "On the card of a published post press *Take it down*. The office reads where, never why. Or watch: `make play "
            "SCENARIO=takedown`"
        ),
        HELEN,
        SLT,
    ),
    (
        "The first time",
        (
            "Dan has not read the policy yet. Type `/socialpost` and see what comes before the form. Or watch: `make play "
            "SCENARIO=first`"
        ),
        DAN,
        STAFF,
    ),
    (
        "Try what must not work",
        (
            "A guest has no rights: type `/socialpost` and see. Other tries: approve your own post, decide on an old card. "
            "Or watch: `make play SCENARIO=refused`"
        ),
        GUEST,
        STAFF,
    ),
)


def workspace(app: AppConfig, **options: object) -> Workspace:
    """Brackenfold's Slack: staff, SLT's and the office's private channels, and a guest who may do nothing."""
    made = Workspace(
        app,
        team_id=TEAM,
        team_name="Mercia Primary Academy Trust",
        team_domain="mercia",
        **options,  # type: ignore[arg-type]
    )
    for user_id, name, title in _PEOPLE:
        made.add_user(user_id, name, title=title)
    made.add_user(GUEST, "Alex Photographer", title="Guest, school photos", is_restricted=True)
    made.add_channel(STAFF, "brackenfold-staff", members=(*_EVERYBODY, GUEST), topic="Everybody who works here")
    made.add_channel(SLT, "brackenfold-slt", members=(HELEN, IMRAN, RUTH), is_private=True, topic="SLT decide here")
    made.add_channel(OFFICE, "brackenfold-office", members=(SUE, RUTH), is_private=True, topic="The office publishes")
    made.guide = [{"title": title, "text": text, "as": who, "channel": where} for title, text, who, where in _GUIDE]
    made.handouts = {path.name: path.read_bytes() for path in (BEANS, LABELS)}
    next(step for step in made.guide if step["title"] == "Add photos")["files"] = list(made.handouts)
    return made

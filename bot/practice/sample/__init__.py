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
GUEST = "U0ALEXGUEST"

_HERE = Path(__file__).parent
TRUST = _HERE / "trust.toml"
REGISTER = _HERE / "register.csv"

_PEOPLE = (
    (PRIYA, "Priya Nair", "Year 4 teacher"),
    (DAN, "Dan Whitlock", "Site manager"),
    (HELEN, "Helen Marsh", "Deputy head, SLT"),
    (IMRAN, "Imran Sadiq", "Assistant head, SLT"),
    (RUTH, "Ruth Okafor", "Headteacher, SLT"),
    (SUE, "Sue Bramley", "School secretary, the office"),
    (LANE, "Mr Lane", "Authorises reminders"),
    (TANYA, "Tanya Matthews", "Authorises reminders"),
)
_EVERYBODY = tuple(user for user, _, _ in _PEOPLE)


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
    return made

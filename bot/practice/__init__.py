"""The practice workspace: a Slack-compatible server on loopback, its page, and a driver for people.

The unchanged bot runs against it, for a trust's training and for every test. It refuses what Slack refuses.
"""

from bot.practice.config import AppConfig, Command, Shortcut
from bot.practice.people import Answer, Client, NothingCame, Person, Refused, Submitted
from bot.practice.reading import text_of
from bot.practice.records import Ack, Call, Channel, Message, Sent, User, UserGroup
from bot.practice.server import PracticeServer
from bot.practice.workspace import Workspace

__all__ = [
    "Ack",
    "Answer",
    "AppConfig",
    "Call",
    "Channel",
    "Client",
    "Command",
    "Message",
    "NothingCame",
    "Person",
    "PracticeServer",
    "Refused",
    "Sent",
    "Shortcut",
    "Submitted",
    "User",
    "UserGroup",
    "Workspace",
    "text_of",
]

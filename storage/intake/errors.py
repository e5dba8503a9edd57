"""What stops an import or an entry."""

from __future__ import annotations


class RegisterError(Exception):
    """Something that the register cannot take. The message is a sentence for the person at work; nothing was changed."""


class AskError(RegisterError):
    """Something about a file that only a person can say. `option` names what has to be said: "dates" or "x"."""

    def __init__(self, option: str, sentence: str) -> None:
        self.option = option
        super().__init__(sentence)

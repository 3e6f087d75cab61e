"""A web form that mails what was filled in, as the company configured it (INTERFACE, `[[forms]]`)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """`person`, `unit`, `text`: its fields' names. Without a person, Reply-To says who; without a text, all is text."""

    sender: str
    person: str = ""
    unit: str = ""
    text: str = ""

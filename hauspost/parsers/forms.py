"""Knows how a web form's mail becomes the mail of the resident who filled it in (INTERFACE, `[[forms]]`)."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from hauspost.desk.forms import Form
from hauspost.parsers.authres import AuthResults
from hauspost.parsers.automation import Origin
from hauspost.parsers.fields import addr_spec
from hauspost.parsers.mail import ParsedMail

# Whoever fills in a form can write any address there: our border vouches for the form, not for the person.
UNPROVEN: Final = AuthResults("", "", "", "")
# A form is a program and says so; a report or a list is never what somebody filled in.
FILLED_IN: Final = frozenset({Origin.PERSON, Origin.AUTO_GENERATED})
MARKS: Final = "*_#>- \t"  # what a form's template may put around a field's name


def filled_in(mail: ParsedMail, forms: Iterable[Form]) -> ParsedMail | None:
    """The same mail as its resident's, or None: it comes from no form, is forged, or names nobody's address.

    It answers nothing and proves nothing; where it belongs follows from the address and the mailbox alone.
    """
    form = next((one for one in forms if one.sender == mail.from_address), None)
    if form is None or mail.auth.verdict == "fail" or mail.own_mark or mail.origin not in FILLED_IN:
        return None
    person = _address(_field(mail.text, form, form.person)) or next(
        (one.address for one in mail.reply_to if one.address), ""
    )
    if not person or person == mail.from_address:
        return None
    return replace(
        mail,
        from_address=person,
        from_name="",
        reply_to=(),
        in_reply_to="",
        references=(),
        text=_words(mail.text, form),
        quote_spans=(),
        origin=Origin.PERSON,
        proven=Origin.PERSON,
        auth=UNPROVEN,
    )


def _words(text: str, form: Form) -> str:
    """What was written, and below it the unit, so that it is read as the resident's own word for the place."""
    words = _field(text, form, form.text) or text.strip()
    unit = " ".join(_field(text, form, form.unit).split())
    return words if not unit or unit in words else f"{words}\n\n{form.unit}: {unit}"


def _field(text: str, form: Form, name: str) -> str:
    """What stands behind the field's name, to the next field of the form or the end; "" if it is not there."""
    if not name:
        return ""
    found: list[str] = []
    is_inside = False
    for line in text.splitlines():
        opened = _opens(line, (form.person, form.unit, form.text))
        if opened is not None:
            is_inside = opened[0] == name and not found
        if is_inside:
            found.append(line if opened is None else opened[1])
    value = "\n".join(found).strip()
    return value if name == form.text else value.partition("\n")[0].strip()


def _opens(line: str, names: Iterable[str]) -> tuple[str, str] | None:
    """The field that a line begins, and the rest of the line."""
    for name in names:
        pattern = rf"[{re.escape(MARKS)}]*{re.escape(name)}[{re.escape(MARKS)}]*:[{re.escape(MARKS)}]*(.*)"
        if name and (match := re.fullmatch(pattern, line, re.IGNORECASE)):
            return name, match[1]
    return None


def _address(value: str) -> str:
    """The first address in a field: alone, in brackets, or behind a name."""
    return next((found for word in re.split(r"[\s<>,;()]+", value) if (found := addr_spec(word))), "")

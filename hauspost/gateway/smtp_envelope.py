"""Knows the arguments of MAIL and RCPT: a strict envelope address, and the few parameters that may stand behind it.

The library's own reader decodes encoded words and takes NUL (DEPENDENCIES, defect 6); this reads what stands there.
"""

import re
from dataclasses import dataclass

from hauspost.gateway import smtp_replies as replies
from hauspost.gateway.incoming import Answer

# RFC 5321 §4.1.2 without UTF-8. Laxer than the RFC where real senders are: dots anywhere, local parts over 64 octets
# (VERP, SRS), underscores in domains. "=?" is shut out, though all its letters are allowed: it starts an encoded word.
_PATH = re.compile(
    r"""
    <
      (?: @ [A-Za-z0-9.,@_-]{1,255} : )?            # a source route, to be ignored (RFC 5321, appendix C)
      (?P<address>
        (?! [^>]* =\? )
        (?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,250} | "(?: [ !#-\[\]-~] | \\[ -~] ){0,248}" )
        @
        (?: [A-Za-z0-9_-]{1,63} (?: \. [A-Za-z0-9_-]{1,63} )* | \[ [A-Za-z0-9:.]{2,60} \] )
      )
    >
    (?P<rest> [ ] .* )?
    """,
    re.VERBOSE,
)
_NULL_PATH = re.compile(r"<(?P<address>)>(?P<rest> .*)?")
_POSTMASTER = re.compile(r"<(?P<address>postmaster)>(?P<rest> .*)?", re.IGNORECASE)  # RFC 5321 §4.1.1.3
_PARAMETER = re.compile(r"(?P<key>[A-Za-z0-9][A-Za-z0-9-]*)(?:=(?P<value>[!-<>-~]+))?")
_SIZE = re.compile(r"[0-9]{1,20}")  # RFC 1870 §4
_BODIES = ("7BIT", "8BITMIME")
ADDRESS_LIMIT = 254  # octets between the brackets (RFC 5321 §4.5.3.1.3)


@dataclass(frozen=True, slots=True)
class Opening:
    """What MAIL said: "" for the null reverse-path, 0 for no size."""

    mail_from: str
    declared_size: int


@dataclass(frozen=True, slots=True)
class _Path:
    address: str
    parameters: tuple[str, ...]


def read_mail(argument: str, *, max_size: int) -> Opening | Answer:
    path = _path_behind("FROM:", argument, _NULL_PATH, replies.NEEDS_FROM, replies.MALFORMED_SENDER)
    if isinstance(path, Answer):
        return path
    size = _declared_size(path.parameters, max_size)
    return size if isinstance(size, Answer) else Opening(path.address, size)


def read_rcpt(argument: str) -> str | Answer:
    """The address in lower case, for no mailbox here tells case apart; "postmaster" may stand without a domain."""
    path = _path_behind("TO:", argument, _POSTMASTER, replies.NEEDS_TO, replies.MALFORMED_RECIPIENT)
    if isinstance(path, Answer):
        return path
    return replies.UNKNOWN_PARAMETER if path.parameters else path.address.lower()


def _path_behind(
    keyword: str, argument: str, special: re.Pattern[str], without: Answer, malformed: Answer
) -> _Path | Answer:
    """The path behind the keyword; `special` is what may stand there beside an ordinary one."""
    if argument[: len(keyword)].upper() != keyword:
        return without
    text = argument[len(keyword) :].strip(" ")
    if not text.isascii():
        return replies.NOT_ASCII
    return _path(text, special, _PATH) or malformed


def _path(text: str, *patterns: re.Pattern[str]) -> _Path | None:
    match = next(filter(None, (pattern.fullmatch(text) for pattern in patterns)), None)
    if match is None or len(match["address"]) > ADDRESS_LIMIT:
        return None
    return _Path(match["address"], tuple(word for word in (match["rest"] or "").split(" ") if word))


def _declared_size(parameters: tuple[str, ...], max_size: int) -> int | Answer:
    """The value of SIZE, or the answer to the first parameter that cannot be taken."""
    size = 0
    for parameter in parameters:
        match = _PARAMETER.fullmatch(parameter)
        key, value = (match["key"].upper(), match["value"] or "") if match else ("", "")
        if key == "SIZE" and _SIZE.fullmatch(value):
            size = int(value)
        elif key == "SIZE":
            return replies.BAD_SIZE
        elif key == "BODY" and value.upper() not in _BODIES:
            return replies.BAD_BODY
        elif key == "SMTPUTF8":
            return replies.NOT_ASCII
        elif key != "BODY":
            return replies.UNKNOWN_PARAMETER
    return replies.TOO_BIG if size > max_size else size

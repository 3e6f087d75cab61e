"""Knows how mail servers sign and word that a mail was not delivered. People write most of it, too."""

import re
from typing import Final

_DAEMON: Final = re.compile(
    r"mail(?:er)?[._ -]?daemon|^postmaster|^mail[._ -]?delivery|^m?daemon|^mmdf|^mailer$|^smtp$|smtp[._-]mail|"
    r"(?:antivirus|gateway)[a-z_]*smtp|smtp[a-z_]*gateway|^imss$|^ndr$|^bounces?$|^system.?administrator|"
    r"^microsoftexchange[0-9a-f]{6}"
)
# Those of them that no person has for an address.
_ONLY_DAEMON: Final = re.compile(
    r"mail(?:er)?[._ -]?daemon|^mail[._ -]?delivery[._ -]?(?:sub)?system|^m?daemon$|^mmdf$|"
    r"^microsoftexchange[0-9a-f]{6}"  # the mailbox in whose name Exchange and Microsoft 365 report
)
_FAILURE: Final = re.compile(
    r"undeliver|not delivered|non[- ]?deliver|returned mail|return(?:ed)? to sender|failure notice|"
    r"delivery (?:status|failure|report|failed|has failed|notification|problem|error|subsystem)|mail delivery|"
    r"unzustellbar|nicht zu(?:ge)?stell|zustellung|rejected|message (?:status|delay)|delayed|"
    r"warning: (?:could not send|message)|mail (?:system|could not|failure|status)|could ?n.t be delivered|"
    r"nicht zustellbar|zustellfehler|undelivered|delivery|mail failed|failed mail|mail error|bounce|"
    r"nondeliverable|unknown (?:user|address)",
    re.IGNORECASE,
)
_UNDELIVERED: Final = re.compile(
    r"(?:not|n't|unable to) (?:be )?deliver|not be sent|undeliver|deliver\w* (?:\w+ ){0,6}(?:failed|failure|delayed)|"
    r"unzustellbar|nicht zugestellt|user unknown|unknown (?:user|recipient|address)|no such user|"
    r"mailbox (?:unavailable|full|not found)|permanent(?:ly)? (?:error|failed|fatal)|could ?n.t deliver|"
    r"failed recipients|address rejected|returned mail",
    re.IGNORECASE,
)
# What a mailbox's own filter or quota says in a receipt that is a refusal (RFC 5429 §2.1).
_REFUSED: Final = re.compile(
    r"automatically rejected|automatisch (?:abgelehnt|(?:ab|zurück)gewiesen)", re.IGNORECASE
)
# "<anna@post.example>:" alone on its line: how qmail and its heirs name whom they did not reach.
_NAMED: Final = re.compile(r"^<[^<>@\s]{1,64}@[^<>@\s]{1,253}>:\s*$", re.MULTILINE)
# The whole first line of a gateway that reports under its operator's name.
_HEADING: Final = re.compile(
    r"\W*(?:non-?delivery report|delivery (?:status )?(?:notification|report)|unzustellbarkeits(?:bericht|meldung)|"
    r"undelivered mail|mail delivery fail(?:ed|ure))\W*?(?:\n|$)",
    re.IGNORECASE,
)


def is_daemon(local_part: str) -> bool:
    return bool(_DAEMON.search(local_part))


def is_only_daemon(local_part: str) -> bool:
    return bool(_ONLY_DAEMON.search(local_part))


def is_hinted(subject: str) -> bool:
    return bool(_FAILURE.search(subject))


def is_said(text: str) -> bool:
    return bool(_UNDELIVERED.search(text))


def is_refusal(words: str) -> bool:
    return bool(_REFUSED.search(words))


def names_somebody(text: str) -> bool:
    return bool(_NAMED.search(text))


def is_headed(text: str) -> bool:
    return bool(_HEADING.match(text))

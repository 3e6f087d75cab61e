"""Knows how a fresh `hauspost.toml` reads: every key that matters at first, with its meaning beside it."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Final

from hauspost.config import grammar
from hauspost.config.presets import PRESETS
from hauspost.config.values import Remote

# WORDS 8: mails wait a little, and until `hauspost live` every mail goes to the responsible manager instead.
BLANK: Final = Template("""\
# Hauspost's configuration. Paths are relative to this file. Every key can also come from the environment:
# HAUSPOST_MAIL__DOMAIN overrides [mail] domain. `hauspost check` tells every fault at once.

[company]
name = $name
$language# de | en: what people get who have no language of their own
time_zone = "Europe/Berlin"
state = ""                      # Bundesland (BE, HH, …), for public holidays
footer = $footer
phone = ""                      # stands in the mails, like the next four
office_hours = ""
emergency_phone = ""
privacy_link = ""               # with your legal bases and your data protection officer: docs/data-protection.md
privacy_text = ""               # the same, 600 characters at most; without both, a short text of ours is told
privacy_text_en = ""            # … to who reads English; empty: the same
accounting = ""

[mail]
domain = $domain
$reply_domain# where answers go; empty: the domain above
delimiter = "+"                 # + | - | .  parts lindenweg12+heizung
$desk# the company's own address; desk@ always works
base = ""                       # only where one provider account is all there is
templates = ""                  # a folder with words and pages of your own for mails (docs/templates.md)

[database]
url = $database

[listen]
$smtp# [] switches it off
$lmtp# also "unix:/run/hauspost/lmtp.sock"
health = "127.0.0.1:8080"       # /healthz and /metrics
tls_certificate = ""            # with a key: STARTTLS is offered
tls_key = ""
trusted = []                    # listeners that only your own mail server's authenticated senders reach
authserv_id = ""                # whose Authentication-Results are believed; empty: nobody's; or "exchange-online"
spam_headers = ["X-Spam-Flag", "X-Spam-Status", "X-Spam"]   # the border's marks; need authserv_id

[relay]
$relay# or smtp://, smtp+starttls://user@host:587, smtps://, lmtp://
$relay_password# or the environment variable HAUSPOST_RELAY_PASSWORD
envelope = "verp"               # "address" where the relay allows only its own sender
from = "mailbox"                # or one fixed address
oauth2 = {}                     # where a password is not enough: docs/relay.md
dkim_selector = ""              # with dkim_key: mails are signed here; else the relay signs
dkim_key = ""                   # a file; lists of both for two keys
per_minute = 0                  # so many mails at most; 0: as fast as it takes them
per_hour = 0

[alerts]                        # what is out of order is told, once, and again when it is well
to = []                         # addresses; empty: the managers of all properties
command = ""                    # a program besides, for when no mail can leave
after_minutes = 10              # how long the relay may refuse, or anything wait
heartbeat = ""                  # "07:00": one mail a day that is missed when something is wrong
heartbeat_to = []               # empty: as above; an address of ours: it must come back in

[policy]                        # each key may be overruled per property in properties.csv
sending = "managers"            # off | managers | on: `hauspost live` switches to on
reports = "tickets"             # office: the house only posts notices, and what residents write goes to the managers
hold_minutes = 3                # managers' words wait so long for a STOPP
fold_minutes = 15               # news of so many minutes come in one mail
plain_reply = "salutation"      # salutation | send: when a manager's plain text leaves the office
notify_managers = "responsible" # responsible | all
transcripts = "all"             # all | faults
publish = "summary"             # summary | on_release
reporter_visible = false
public_replies = "moderated"    # manager_only | moderated | all
answer_strangers = "authenticated"   # never | authenticated
strangers_per_hour = 20         # answers to people nobody knows, in all
mails_per_person = 60           # an hour, like the next two: more is held, in case two machines talk
mails_per_ticket = 60
mails_per_person_and_ticket = 30
same_words = 1                  # how often a day the same sentences count in one conversation
contractor_may_start = false
contractor_may_finish = false
strict_commands = false         # true: commands need a live key and a proven sender
emergency_dispatch = false      # true: an emergency orders the on-call firm without a hand; docs/emergencies.md
veto_in_office_hours = true
office_hours = "Mo-Fr 8-17"
storm_replies = 10              # answers of a house to one mail, within storm_minutes: more come in one
storm_minutes = 10
board_digest = "off"            # weekly | monthly: the board gets an overview of public tickets
digest_hour = 18                # of working days, for who wants to hear of the house once a day
quiet_hours = "20-7"            # lists, the evening mail and notices to the house wait; "off": nothing does
ask_if_fixed = true
close_after_days = 0            # working days until an unanswered end is reminded of, then closed; 0: never
contact_release = "ask"         # ask | yes | no | emergency: the tenant's number for the firm
morning_list = "on"             # off: each thing in a mail of its own; on: one list at 7:30 on working days
monthly_report = "on"           # off: no mail with the figures of the last month for each manager
order_list = "off"              # monday: each firm gets its open orders at the opening of the office
rating = "off"                  # on: the mail that says "done" asks for a number from 1 to 5
amounts = "gross"
retention_unverified_days = 30  # what a manager called SPAM is deleted after so many

[limits]                        # what one listener bears
message_bytes = 26214400
free_disk_bytes = 268435456     # below this, plus twice the mail, mails are put off
recipients = 100
connections = 100
connections_per_ip = 10
command_seconds = 60
data_seconds = 300

# Mail can also be fetched from accounts; one block each. docs/imap.md
$imap
# A web form that mails what was filled in opens reports for residents; one block each.
# [[forms]]
# from = "kontakt@example.com"  # the form's sender
# person = "E-Mail"             # the field with the resident's address; without it Reply-To
# unit = "Wohnung"
# text = "Nachricht"            # without it all of the mail

# Words of your own that make a report an emergency, beside those that Hauspost knows; docs/emergencies.md
# [[emergencies]]
# level = "emergency"           # life_danger | emergency | urgent | none: such words raise nothing
# kind = "water"                # which number is told, whose work it is
# words = ["Hebeanlage piept"]
# properties = []               # empty: every house

# What is promised, in office time; nothing without it. A silent firm is reminded, then its manager, then the deputy.
# docs/deadlines.md
# [deadlines]
# response = "4h"               # until the office does something about a new ticket
# acceptance = "1d"             # until a firm accepts or declines
# appointment = "3d"            # from its yes until it names a date
# completion = "10d"            # from the release until it is done
# quote = "3d"                  # until a firm sends the offer that it was asked for
# manager_after = "4h"          # after the firm's reminder
# deputy_after = "1d"
# closed = ["24.12.", "31.12."] # nobody works though it is no holiday
# [[deadline]]                  # other values for a category, a priority, or both
# category = "heating"
# acceptance = "4h"
""")


# Commented out where mail comes in by another way.
IMAP: Final = Template("""\
[[imap]]
name = "office"
url = $url
password_file = "office.password"   # or HAUSPOST_IMAP_OFFICE_PASSWORD
oauth2 = {}                   # instead of a password, where the provider wants access tokens
recipient_headers = ["Delivered-To", "X-Original-To", "Envelope-To"]   # where the mailbox stands, topmost
authserv_id = ""              # whose Authentication-Results are believed in this account; empty: nobody's
since = "first start"         # or a day like "2026-01-31": older mails are counted and left alone
take = "all"                  # "residents": only registered people and replies, the rest stays unread
""")
EXAMPLE: Final = "imaps://office%40example.com@imap.example.com/INBOX"
COMMENT: Final = 32  # the column in which a key's meaning begins

# How mail comes in, and where as long as nobody says otherwise; an account has no usual place.
WAYS_IN: Final = {"smtp": "127.0.0.1:8025", "lmtp": "127.0.0.1:8024", "imap": ""}


@dataclass(frozen=True, slots=True)
class Answers:
    """What only the operator knows. `at`: where mail comes in, a place to listen at or the URL of an account."""

    name: str
    domain: str
    database: str = "sqlite:///var/hauspost.db"
    language: str = "de"
    reply_domain: str = ""
    desk: str = "desk"
    relay: str = "maildir:var/outbox"
    way_in: str = "smtp"  # one of WAYS_IN
    at: str = WAYS_IN["smtp"]
    preset: str = "full"  # one of PRESETS

    @property
    def relay_password(self) -> str:
        """The file that holds it; "" where the relay asks for none."""
        relay = grammar.read_relay(self.relay, Path())
        return "relay.password" if isinstance(relay, Remote) and relay.user else ""

    @property
    def imap_password(self) -> str:
        return "office.password" if self.way_in == "imap" else ""


def blank(answers: Answers) -> str:
    """The text of a fresh configuration."""
    text = BLANK.substitute(
        name=_quoted(answers.name),
        footer=_quoted(answers.name),
        domain=_quoted(answers.domain),
        database=_quoted(answers.database),
        language=_line("language", _quoted(answers.language)),
        reply_domain=_line("reply_domain", _quoted(answers.reply_domain)),
        desk=_line("desk", _quoted(answers.desk)),
        smtp=_line("smtp", _place(answers, "smtp")),
        lmtp=_line("lmtp", _place(answers, "lmtp")),
        relay=_line("url", _quoted(answers.relay)),
        relay_password=_line("password_file", _quoted(answers.relay_password)),
        imap=_account(answers),
    )
    for key, value in PRESETS[answers.preset].policy.items():
        text = _chosen(text, key, value)
    return text


def _line(key: str, value: str) -> str:
    """As far as the column in which its meaning begins."""
    return f"{key} = {value}".ljust(COMMENT - 1) + " "


def _place(answers: Answers, protocol: str) -> str:
    return f"[{_quoted(answers.at)}]" if answers.way_in == protocol else "[]"


def _account(answers: Answers) -> str:
    is_used = answers.way_in == "imap"
    block = IMAP.substitute(url=_quoted(answers.at if is_used else EXAMPLE))
    return block if is_used else "".join(f"# {line}" for line in block.splitlines(keepends=True))


def _chosen(text: str, key: str, value: str | bool) -> str:
    """The same text with another value of that policy."""
    written = str(value).lower() if isinstance(value, bool) else _quoted(value)
    pattern = re.compile(rf"^{key} = \S+ *(?P<comment>#.*)?$", re.MULTILINE)
    return pattern.sub(lambda found: (_line(key, written) + (found["comment"] or "")).rstrip(), text, count=1)


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are a subset of its own, save the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

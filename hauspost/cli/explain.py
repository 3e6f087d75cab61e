"""`hauspost explain`: every step of the decision about one mail, in words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from hauspost.cli import explain_grounds as why
from hauspost.cli import explain_words as words
from hauspost.cli.considering import Looked, eyes, number_in
from hauspost.cli.listing import moment, print_json, print_text
from hauspost.desk.decision import OweNotice
from hauspost.desk.grounds import Unheard
from hauspost.desk.plain_values import to_json
from hauspost.desk.proof import Auth, Key, Power, Route
from hauspost.desk.urgency import Level
from hauspost.store.by_hand import Owed

Step = tuple[str, list[str]]
EXCERPT = 20  # lines of new text


def register(app: typer.Typer) -> None:
    app.command()(explain)


def explain(
    context: typer.Context,
    which: Annotated[str, typer.Argument(metavar="ARRIVAL-or-FILE", help="A number, or a file with a mail.")],
    rcpt: Annotated[str, typer.Option(help="For a file: the address of ours that it came to.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The same as JSON.")] = False,
) -> None:
    """Says in words how a mail was decided, or for what has not been decided how it would be now."""
    number = number_in(which)
    with eyes(context) as look:
        looked = look.at_file(Path(which), rcpt) if number is None else look.at_arrival(number)
    if as_json:
        print_json(_json(looked))
        return
    for title, lines in steps(looked):
        print_text(title)
        for line in lines:
            print_text(line, indent=2)


def steps(looked: Looked) -> Iterator[Step]:
    yield "How it came in", list(_came(looked))
    yield "What the parsers see", list(_seen(looked))
    yield "How well it is proven, and where it belongs", list(_proven(looked))
    yield "What was understood", list(_understood(looked))
    yield "On what grounds", list(_grounds(looked)) or ["no right and no rule was asked for"]
    yield _decided_title(looked), list(_decided(looked))
    yield "Who is told", list(_told(looked)) or ["nobody"]
    yield "Who is not", list(_untold(looked)) or ["nobody else is concerned"]


def _came(looked: Looked) -> Iterator[str]:
    arrival = looked.arrival
    source = f'"{arrival.source}"' if arrival.id else f"the file {arrival.source}, as if it came now"
    yield f"{moment(arrival.received_at)} by {arrival.via} at {source}"
    yield f"return path {arrival.mail_from or '(null)'}, for {arrival.rcpt_to}"
    if arrival.peer:
        yield f"brought by {arrival.peer}"
    if arrival.is_trusted:
        yield "that listener is trusted: our own server vouches for its senders"
    yield f"{looked.size:,} octets, digest {arrival.digest[:16]}…"
    if arrival.defects:
        yield f"defects on the wire: {', '.join(arrival.defects)}"
    if looked.row is not None:
        yield f"it is {looked.row.state} now; parsing was begun {looked.row.attempts} times"
    if looked.duplicate_of is not None:
        yield f"the same mail was decided before, as arrival {looked.duplicate_of}"
    if arrival.override:
        yield f"a manager's word about it: {', '.join(sorted(arrival.override))}"


def _seen(looked: Looked) -> Iterator[str]:
    mail, parted = looked.considered.parsed, looked.considered.read.parted
    named = f" ({mail.from_name})" if mail.from_name else ""
    yield f"From {mail.from_address or f'nobody (of {mail.from_count} addresses)'}{named}: {mail.subject}"
    yield f"Message-ID {mail.message_id or '(none)'}, answers {mail.in_reply_to or 'nothing'}"
    yield f"origin: {mail.origin}{f', by {mail.auto_reason}' if mail.auto_reason else ''}"
    verdicts = {"dmarc": mail.auth.dmarc, "spf": mail.auth.spf, "dkim": mail.auth.dkim}
    said = ", ".join(f"{name} {verdict}" for name, verdict in verdicts.items() if verdict)
    yield f"our border says: {said or 'nothing'}"
    yield f"text from {mail.text_from}, {len(mail.attachments)} attachments"
    lines = parted.new_text.splitlines()
    yield "new text:" if lines else "no new text"
    yield from (f"  | {line}" for line in lines[:EXCERPT])
    if len(lines) > EXCERPT:
        yield f"  | … and {len(lines) - EXCERPT} more lines"
    yield from _parted_off(looked)
    if mail.defects:
        yield f"defects: {', '.join(mail.defects)}"


def _parted_off(looked: Looked) -> Iterator[str]:
    text, counts = looked.considered.parsed.text, Counter[tuple[str, str]]()
    for span in looked.considered.read.parted.spans:
        if span.kind != "new":
            counts[span.kind, span.reason] += text[span.start : span.end].count("\n") or 1
    for (kind, reason), count in counts.items():
        yield f"parted off: {count} lines as {kind}{f' ({reason})' if reason else ''}"


def _proven(looked: Looked) -> Iterator[str]:
    found = facts_of(looked)
    yield f"row of the table of proof: {found['cell']}{why.cell(found['cell'])}"
    yield f"key: {words.KEY[Key(found['key'])]}"
    yield f"auth: {words.AUTH[Auth(found['auth'])]}"
    yield f"power: {words.POWER[Power[found['power']]]}"
    yield f"route: {words.ROUTE[Route(found['route'])]}"
    if found["reason"]:
        yield f"because: {words.reason(found['reason'])}"
    yield from _place(looked)


def _place(looked: Looked) -> Iterator[str]:
    resolution = looked.considered.resolution
    author = ", ".join(resolution.author) or "nobody in the master data"
    yield f"From stands for: {author}"
    if resolution.presumed and resolution.presumed != resolution.author:
        yield f"it seems to be: {', '.join(resolution.presumed)}"
    ticket = looked.row.ticket if looked.row is not None and looked.row.ticket else resolution.ticket
    if ticket is not None:
        yield f"ticket T-{ticket}{f', channel {resolution.channel}' if resolution.channel else ''}"
    if resolution.hinted_ticket is not None and ticket is None:
        yield f"it refers to T-{resolution.hinted_ticket}, which proves nothing"
    if resolution.property_id is not None:
        yield f"property {resolution.property_id}"
    if resolution.button:
        yield f"button {resolution.button} of mail {resolution.answered_mail}"


def _understood(looked: Looked) -> Iterator[str]:
    found = facts_of(looked)
    for command in found["commands"]:
        value = f" {command['value']}" if command["value"] else ""
        yield f'"{command["line"]}" means {command["act"]}{value}'
    for miss in found["near_misses"]:
        yield f'"{miss["line"]}" was almost a command ({miss["reason"]})'
    if not found["commands"] and not found["near_misses"]:
        yield "no command"
    if found["salutation"] != "none":
        yield f"salutation: {found['salutation']}"
    yield from _urgency(found.get("urgency") or {})
    if known := found.get("legal"):
        until = f", until {known['deadline']}" if known["deadline"] else ""
        said = ", ".join(f'"{word}"' for word in known["words"])
        yield f"only a person answers it ({known['topic']}{until}), by the words {said}"


def _urgency(found: Mapping[str, Any]) -> Iterator[str]:
    """Why it cannot wait, by the very words; what was decided before there was such a reading has none."""
    if found.get("words"):
        where = ", of the whole house" if found["everywhere"] else ""
        said = ", ".join(f'"{word}"' for word in found["words"])
        yield f"{words.URGENCY[Level(found['level'])]} ({found['kind']}{where}), by the words {said}"


def _grounds(looked: Looked) -> Iterator[str]:
    found = facts_of(looked)
    if found["reads"]:
        yield why.reads(found["reads"]["channel"], found["reads"]["by"])
    for cell in found["rights"]:
        yield why.right(cell)
    if found["rule"]:
        yield from why.rule(found["rule"])


def _untold(looked: Looked) -> Iterator[str]:
    for one in facts_of(looked)["untold"]:
        yield f"{one['person']}: {why.UNTOLD[Unheard(one['why'])]}"


def _decided_title(looked: Looked) -> str:
    if looked.trace:
        return f"What was decided, {moment(looked.row.closed_at)}"
    return "What would be decided now"


def _decided(looked: Looked) -> Iterator[str]:
    found = facts_of(looked)
    if looked.duplicate_of is not None and not looked.trace:
        yield f"nothing: it is a duplicate of arrival {looked.duplicate_of}. Were it the first, it would be"
    yield f"{words.VERDICT[found['verdict']]}: {words.reason(found['decided'])}"
    if not looked.trace:
        yield from (words.effect(one) for one in looked.considered.decision.everything)
        return
    counts: Counter[str] = Counter(found["effects"])
    for name, count in counts.items():
        said = words.kept(name)
        yield f"{said}, {count} times" if count > 1 else said
    if looked.question is not None:
        yield f"question H-{looked.question[0]} to the managers is {looked.question[1]}"


def _told(looked: Looked) -> Iterable[str]:
    if not looked.trace:
        owed = (one for one in looked.considered.decision.everything if isinstance(one, OweNotice))
        return [f"{_who(str(one.kind), one.address, one.persons)}, due {moment(one.due_at)}" for one in owed]
    return [
        f"{_who(one.kind, one.address, one.persons)}, due {moment(one.due_at)}: {_became(one)}"
        for one in looked.owed
    ]


def _became(one: Owed) -> str:
    mail = f" as mail {one.mail}" if one.mail is not None else ""
    instead = f", to {one.rcpt_to} instead" if one.rcpt_to not in ("", one.address) else ""
    said = f" ({one.why})" if one.why else ""
    return f"{one.state}{mail}{instead}{said}"


def _who(kind: str, address: str, persons: tuple[str, ...]) -> str:
    return f"{kind} to {', '.join(persons) or 'somebody unknown'} at {address}"


def facts_of(looked: Looked) -> dict[str, Any]:
    """What was decided where it was, else what would be."""
    return {**looked.considered.trace, **looked.trace}


def _json(looked: Looked) -> dict[str, Any]:
    arrival, mail = looked.arrival, looked.considered.parsed
    effects = looked.considered.decision.everything
    return {
        "arrival": arrival.id or None,
        "state": looked.row.state if looked.row is not None else None,
        "received_at": arrival.received_at.isoformat(),
        "via": arrival.via,
        "source": arrival.source,
        "mail_from": arrival.mail_from,
        "target": arrival.rcpt_to,
        "from_address": mail.from_address,
        "message_id": mail.message_id,
        "subject": mail.subject,
        "new_text": looked.considered.read.parted.new_text,
        "is_decided": bool(looked.trace),
        "duplicate_of": looked.duplicate_of,
        **facts_of(looked),
        "would": [{"effect": type(one).__name__, **to_json(one)} for one in effects]
        if not looked.trace
        else [],
        "notices": [to_json(one) for one in looked.owed],
    }

"""`hauspost arrivals show, assign, new, spam`: a held mail looked at and answered as managers do by mail."""

import re
from typing import Annotated, Any

import typer

from hauspost.cli import door
from hauspost.cli.considering import Eyes, eyes
from hauspost.cli.door import Trouble
from hauspost.cli.listing import moment, print_json, print_text
from hauspost.cli.replay import decided_here
from hauspost.desk.houses import EVERYWHERE
from hauspost.gateway.clock import now
from hauspost.gateway.held_by_hand import Word, said_by_hand
from hauspost.store import arrivals, by_hand, ledger, registry, tickets
from hauspost.store.connection import Connection

SHOWN = 400  # characters of the text; `hauspost explain` shows the whole
LISTED = "`hauspost arrivals --state held` lists what waits"

_Number = Annotated[str, typer.Argument(metavar="N", help="Number of the arrival, or its H-number.")]
_Numbers = Annotated[list[str], typer.Argument(metavar="N…", help="Numbers of arrivals, or their H-numbers.")]
_Json = Annotated[bool, typer.Option("--json", help="What came of it, as JSON.")]


def register(queue: typer.Typer) -> None:
    for command in (show, assign, new, spam):
        queue.command()(command)


def show(context: typer.Context, number: _Number, as_json: _Json = False) -> None:
    """Shows one mail: who wrote it, why it is held, whose it may be, and what can be answered."""
    with door.database(door.settings(context)) as database, database.read() as connection:
        found = _shown(connection, _arrival(connection, number))
    if as_json:
        print_json(found)
        return
    for key, value in found.items():
        text = ", ".join(map(str, value)) if isinstance(value, list) else value
        if text not in (None, ""):
            print_text(f"{key.replace('_', ' ')}: {text}")


def _shown(connection: Connection, arrival: int) -> dict[str, Any]:
    row = arrivals.load(connection, arrival)
    assert row is not None
    asked = by_hand.question_about(connection, arrival)
    waiting = tickets.held_questions(connection, (EVERYWHERE,)) if asked else ()
    about = next((q.about for q in waiting if asked and q.id == asked[0]), {})
    named = registry.persons(connection, (*about.get("presumed", ()), *about.get("proposed", ())))
    return {
        "arrival": arrival,
        "question": f"H-{asked[0]}" if asked and asked[1] == "open" else None,
        "received_at": moment(row.received_at),
        "from_address": row.from_address,
        "target": row.rcpt_to,
        "state": row.state,
        "reason": row.reason,
        "subject": row.subject,
        "text": str(about.get("excerpt", ""))[:SHOWN],
        "presumed": [named[p].name for p in about.get("presumed", ()) if p in named],
        "proposed": [named[p].name for p in about.get("proposed", ()) if p in named],
        "proposal": about.get("proposal") or None,
        "is_spam": bool(about.get("is_spam", False)),
        "ticket": f"T-{row.ticket}" if row.ticket is not None else None,
    }


def assign(
    context: typer.Context,
    number: _Number,
    who: Annotated[
        list[str] | None,
        typer.Argument(
            help="A unit, person or firm: WE07, LW12 WE07, Yıldız. Without: whose it seems to be."
        ),
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Does not remember the address.")] = False,
    as_json: _Json = False,
) -> None:
    """Says whose held mail it is, as H-318 WE07 does: it is decided as theirs, the address remembered."""
    named = " ".join(who or ())
    words = f"{named} ONCE".strip() if once else named or "OK"
    _answer(context, [number], words, as_json=as_json)


def new(
    context: typer.Context,
    number: _Number,
    house: Annotated[list[str] | None, typer.Argument(help="The house, where nobody can tell: LW12.")] = None,
    as_json: _Json = False,
) -> None:
    """Makes a held mail a ticket of the office, as H-318 NEU does."""
    _answer(context, [number], " ".join(("NEW", *(house or ()))), as_json=as_json)


def spam(context: typer.Context, numbers: _Numbers, as_json: _Json = False) -> None:
    """Discards held mails, as H-318 SPAM does: their words are deleted after the days of the policy."""
    _answer(context, numbers, "SPAM", as_json=as_json)


def _answer(context: typer.Context, numbers: list[str], words: str, *, as_json: bool) -> None:
    """Each number stands for itself; one that cannot be answered keeps no other waiting."""
    came, faults = [], []
    with eyes(context) as look:
        for number in dict.fromkeys(numbers):
            try:
                came.append(_decided(look, number, words))
            except Trouble as fault:
                faults.append(fault)
        is_decided = bool(came) and decided_here(look)
        with look.database.read() as connection:
            results = [_result(connection, arrival, word, is_decided=is_decided) for arrival, word in came]
    if as_json:
        print_json(results)
    else:
        for result in results:
            door.say(context, _sentence(result))
    if faults:
        status = max(fault.status for fault in faults)
        raise Trouble("; ".join(f.sentence for f in faults), faults[0].mend, status=status)


def _decided(look: Eyes, number: str, words: str) -> tuple[int, Word]:
    casebook = look.deliberation.casebook
    with look.database.read() as connection:
        arrival = _arrival(connection, number)
        asked = by_hand.question_about(connection, arrival)
        row = arrivals.load(connection, arrival)
        if asked is None or asked[1] != "open" or row is None:
            state = row.state if row is not None else "gone"
            raise Trouble(f"arrival {arrival} is {state} and waits for nobody's word", LISTED)
        word = said_by_hand(connection, casebook, asked[0], words, now())
    decision = word.decision
    if decision is None:
        raise _fault(arrival, words, word)
    try:
        look.database.write(lambda connection: ledger.enact(connection, decision, now()))
    except ledger.Stale:
        raise Trouble(f"somebody else has answered arrival {arrival} meanwhile", LISTED) from None
    return arrival, word


def _fault(arrival: int, words: str, word: Word) -> Trouble:
    """What was typed names nobody, several, or no house."""
    match word.fault:
        case "which_person" if word.near:
            who = ", ".join(word.near)
            return Trouble(f"arrival {arrival} may be of {who}", "name one of them", status=door.USAGE)
        case "which_house":
            mend = "name the house behind it, as in LW12 WE07 or `new N LW12`"
            return Trouble(f"nobody can tell the house of arrival {arrival}", mend, status=door.USAGE)
        case "refused" | "which_person":
            mend = "name a unit, person or firm, or use `hauspost arrivals new`"
            return Trouble(f"nobody is known who may have written arrival {arrival}", mend, status=door.USAGE)
        case "already":
            return Trouble(f"arrival {arrival} has been answered meanwhile", LISTED)
        case _:
            mend = "name a unit, person, firm or house as the master data have it"
            return Trouble(f'no house, unit, person or firm is called "{words}"', mend, status=door.USAGE)


def _arrival(connection: Connection, written: str) -> int:
    """By its number, or by that of the question to the managers: 12, H-318."""
    found = re.fullmatch(r"(?:(H)-?)?([0-9]{1,18})", written.strip(), re.IGNORECASE)
    if found is None:
        raise Trouble(f'"{written}" is no number', "write 12 or H-318", status=door.USAGE)
    number = int(found[2])
    if not found[1]:
        if arrivals.load(connection, number) is None:
            raise Trouble(f"there is no arrival {number}", "`hauspost arrivals` lists them")
        return number
    held = by_hand.arrival_of_question(connection, number)
    if held is None:
        raise Trouble(f"there is no held mail H-{number}", LISTED)
    return held


def _result(connection: Connection, arrival: int, word: Word, *, is_decided: bool) -> dict[str, Any]:
    row = arrivals.load(connection, arrival)
    assert row is not None
    return {
        "arrival": arrival,
        "act": word.act,
        "who": word.who or None,
        "is_decided": is_decided or row.state == "done",
        "state": row.state,
        "reason": row.reason or None,
        "ticket": f"T-{row.ticket}" if row.ticket is not None else None,
    }


def _sentence(result: dict[str, Any]) -> str:
    said = {"spam": "is discarded", "take_new": "is a ticket of the office"}
    what = said.get(result["act"], f"counts as a mail of {result['who']}")
    then = "it is decided by the running `serve`, or by the next one"
    if result["is_decided"]:
        then = f"{result['state']}, {result['ticket']}" if result["ticket"] else str(result["state"])
    return f"Arrival {result['arrival']} {what} ({then})."

"""`hauspost restore-check`: what to do to a database that came back from a backup, before anybody serves it."""

import contextlib
from dataclasses import asdict, replace
from functools import partial
from typing import Annotated, Any

import typer

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.cli.listing import moment, print_json
from hauspost.gateway.alone import AlreadyServed, only_one
from hauspost.gateway.clock import now
from hauspost.store import restoring
from hauspost.store.restoring import LEAP, Survey

# What people know a number by; the others stand in commands and logs.
TAGS = {"tickets": "T-", "questions": "H-"}


def register(app: typer.Typer) -> None:
    app.command("restore-check")(restore_check)


def restore_check(
    context: typer.Context,
    apply: Annotated[bool, typer.Option("--apply", help="Does it; without, it is only said.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Also where it was done already.")] = False,
    leap: Annotated[int, typer.Option(help="The least by which numbers leap.", min=1, max=1_000_000)] = LEAP,
    as_json: Annotated[bool, typer.Option("--json", help="What is to be done, as JSON.")] = False,
) -> None:
    """After a restore, before `serve`: numbers leap, what may have been sent is held, done mails come again."""
    settings = door.settings(context)
    with door.database(settings) as database, _alone(settings.database.file):
        at = now()
        with database.read() as connection:
            found = restoring.survey(connection, at, least=leap)
        if again:
            found = replace(found, done_at=None)
        is_due = found.done_at is None
        if apply and is_due:
            accounts = [one.name for one in settings.imap]
            database.write(partial(restoring.make_safe, found=found, at=at, accounts=accounts))
    if as_json:
        print_json({**_json(found), "applied": apply and is_due})
        return
    _tell(context, found, applied=apply, fetches=bool(settings.imap))


@contextlib.contextmanager
def _alone(file: Any) -> Any:
    try:
        with only_one(file):
            yield
    except AlreadyServed as error:
        raise Trouble(
            str(error), "stop it; a restored database is looked at before anybody serves it"
        ) from None


def _tell(context: typer.Context, found: Survey, *, applied: bool, fetches: bool) -> None:
    if found.done_at is not None:
        door.say(context, f"It was done at {moment(found.done_at)}, and nothing has happened since.")
        door.say(context, "If another copy was put in place meanwhile, say --again.")
        return
    if found.last_sign is None:
        door.say(context, "Nothing ever happened in this database.")
    else:
        door.say(context, f"The last thing that it knows of happened at {moment(found.last_sign)}.")
    for sequence in found.sequences:
        tag = TAGS.get(sequence.name, "")
        last = f"{tag}{sequence.last}" if sequence.last else "none"
        door.say(
            context,
            f"{sequence.name}: the last number is {last}, the next will be {tag}{sequence.following}.",
        )
    door.say(context, f"{found.mails:>6}  queued mails are held, since they may have been sent")
    door.say(context, f"{found.notices:>6}  notices become held mails, for the same reason")
    door.say(context, f"{found.undecided:>6}  mails that came in are decided, as they may have been before")
    numbers = ", ".join(f"H-{number}" for number in found.questions)
    door.say(
        context, f"{len(found.questions):>6}  questions wait for a word{f': {numbers}' if numbers else ''}"
    )
    if fetches:
        door.say(context, "IMAP takes in again what lies in its done folders and is not known here.")
    if applied:
        door.say(
            context,
            "Done. Sending is paused. Start `hauspost serve`; look at `hauspost outbox`, release or drop",
        )
        door.say(context, "what is held, look for orders that are there twice, and then `hauspost resume`.")
    else:
        door.say(context, "Nothing was changed; --apply does it and pauses all sending.")


def _json(found: Survey) -> dict[str, Any]:
    times = {
        name: value.isoformat() if value is not None else None
        for name, value in (
            ("last_sign", found.last_sign),
            ("done_at", found.done_at),
        )
    }
    return {**asdict(found), **times, "questions": [f"H-{number}" for number in found.questions]}

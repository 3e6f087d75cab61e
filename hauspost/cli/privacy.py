"""`hauspost privacy`: what the record of processing activities needs to say of this installation (GDPR, art. 30)."""

from pathlib import Path
from typing import Annotated

import typer

from hauspost.cli import door, privacy_record
from hauspost.cli.door import Trouble
from hauspost.gateway.clock import now

LANGUAGES = ("de", "en")


def register(app: typer.Typer) -> None:
    app.command()(privacy)


def privacy(
    context: typer.Context,
    language: Annotated[
        str, typer.Option("--language", metavar="|".join(LANGUAGES), help="Else the company's.")
    ] = "",
    output: Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Else printed.")] = None,
) -> None:
    """The annex to the record of processing activities (GDPR, art. 30), from the configuration, as Markdown."""
    settings = door.settings(context)
    spoken = language or settings.company.language
    if spoken not in LANGUAGES:
        raise Trouble(f'there is no language "{language}"', "use one of de, en", status=door.USAGE)
    text = privacy_record.record(settings, spoken, now().date())
    if output is None:
        print(text, end="")
        return
    try:
        output.write_text(text, "utf-8")
    except OSError as error:
        if error.errno in door.NO_ROOM:
            raise
        mend = "choose a file that you may write to"
        raise Trouble(f"{output} cannot be written ({error.strerror})", mend) from None
    door.say(context, str(output))

"""`hauspost preview`: every mail that we write, with sample data, as files and a gallery to look at."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import typer

from hauspost.cli import door, gallery
from hauspost.cli.door import Trouble
from hauspost.cli.gallery import Shown
from hauspost.cli.openings import grammar_of
from hauspost.cli.plan import catalogue_of, sender_of
from hauspost.cli.samples import samples, world
from hauspost.desk.houses import Company
from hauspost.desk.notices import NoticeKind
from hauspost.outbound.catalogue import Catalogue, ours
from hauspost.outbound.compose import Sender
from hauspost.outbound.overriding import composed
from hauspost.threading.addresses import Grammar


def register(app: typer.Typer) -> None:
    app.command()(preview)


def preview(
    context: typer.Context,
    output: Annotated[Path, typer.Option(help="The folder that is filled.")] = Path("preview"),
    language: Annotated[str, typer.Option(help="Only the mails in this language, like de or en.")] = "",
    notice: Annotated[str, typer.Option(help="Only the mails of this kind, like order.")] = "",
) -> None:
    """Writes every mail with sample data as HTML, text and .eml, and a gallery: open index.html.

    With a configuration it is the own company, and the own templates over ours.
    """
    house = _house(context)
    kinds = _kinds(notice)
    codes = _codes(language, house.catalogue)
    shown = [one for code in codes for one in _shown(code, kinds, house)]
    door.make_folder(output)
    for name, content in gallery.files(tuple(shown)):
        path = output / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    for fault in dict.fromkeys(one.fault for one in shown if one.fault):
        print(f"{fault}; ours is shown instead")
    door.say(
        context, f"{len(shown)} mails in {len(codes)} languages. Open {output / gallery.INDEX} in a browser."
    )


@dataclass(frozen=True, slots=True)
class House:
    """Whose mails are shown: of the configuration, or of the sample company."""

    company: Company = world.COMPANY
    grammar: Grammar = world.GRAMMAR
    sender: Sender = field(default_factory=Sender)
    catalogue: Catalogue = field(default_factory=ours)


def _house(context: typer.Context) -> House:
    if not door.has_config(context):
        return House()
    settings = door.settings(context)
    return House(settings.company, grammar_of(settings), sender_of(settings.relay), catalogue_of(settings))


def _kinds(notice: str) -> frozenset[NoticeKind]:
    if not notice:
        return frozenset(NoticeKind)
    wanted = notice.strip().lower().replace("-", "_")
    if wanted not in list(NoticeKind):
        near = get_close_matches(wanted, list(NoticeKind), n=3) or list(NoticeKind)
        raise Trouble(f'no mail is called "{notice}"', f"choose one of {', '.join(near)}", status=door.USAGE)
    return frozenset({NoticeKind(wanted)})


def _codes(language: str, catalogue: Catalogue) -> tuple[str, ...]:
    if language and language not in catalogue.languages:
        known = ", ".join(catalogue.languages)
        raise Trouble(f'there is no language "{language}"', f"choose one of {known}", status=door.USAGE)
    return (language,) if language else catalogue.languages


def _shown(code: str, kinds: frozenset[NoticeKind], house: House) -> Iterator[Shown]:
    known: dict[str, Any] = {
        "secret": world.SECRET,
        "grammar": house.grammar,
        "sender": house.sender,
        "answers": None,
    }
    for name, letter in samples(code).items():
        if letter.kind in kinds:
            message_id = f"{code}.{name}@{house.grammar.domain}"
            mail, fault = composed(
                replace(letter, company=house.company), house.catalogue, message_id=message_id, **known
            )
            yield Shown(code, name, letter, mail, str(fault) if fault else "")

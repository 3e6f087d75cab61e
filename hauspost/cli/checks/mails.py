"""Looks at the words and pages of the mails, ours and the operator's own."""

from collections.abc import Iterator

from hauspost.cli import door, templates
from hauspost.cli.door import Trouble
from hauspost.cli.plan import catalogue_of
from hauspost.config.settings import Settings
from hauspost.desk.notices import NoticeKind
from hauspost.desk.soundness import Finding, Level
from hauspost.outbound import catalogue
from hauspost.outbound.overriding import Overridden


def mails(settings: Settings) -> Iterator[Finding]:
    for code in catalogue.languages():
        for kind in NoticeKind:
            try:
                catalogue.ours().page_template(code, kind)
            except Exception as error:  # whatever a broken template raises, it is told by its name
                sentence = f"{code}/{kind} cannot be read ({door.first_line(error)})"
                yield Finding(Level.ERROR, "templates", sentence, "install Hauspost again")
    try:
        used = catalogue_of(settings)
    except Trouble as trouble:
        yield Finding(Level.ERROR, "mail.templates", trouble.sentence, trouble.mend)
        return
    if isinstance(used, Overridden):
        yield from templates.findings(used, settings)

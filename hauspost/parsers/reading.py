"""Knows how a mail becomes what a person says: the new text, its commands, and what is left for people to read."""

import re
from dataclasses import dataclass, replace
from datetime import UTC

from hauspost.desk.intents import Act, Command, Machine, Party, Said, Salutation, TimesSaid, Vocabulary
from hauspost.parsers import absences, inward
from hauspost.parsers.claiming import reports, subject_reports
from hauspost.parsers.commands import answer, bare_word
from hauspost.parsers.dates import counts_from
from hauspost.parsers.document_requests import asks_documents
from hauspost.parsers.documentwords import asked_documents
from hauspost.parsers.emergencies import urgency
from hauspost.parsers.flats import flats
from hauspost.parsers.forwards import Forwarded, forwarded
from hauspost.parsers.invoices import invoice_files
from hauspost.parsers.legalwords import legal
from hauspost.parsers.mail import Origin, ParsedMail
from hauspost.parsers.matters import parts
from hauspost.parsers.phrases import is_thanks, refuses, says_still_broken, without_closing
from hauspost.parsers.places import access, common_place, names_flat
from hauspost.parsers.progresswords import asks_progress
from hauspost.parsers.quotes import Parted, part
from hauspost.parsers.ratings import rating
from hauspost.parsers.salutations import is_greeting, salutation
from hauspost.parsers.settledwords import says_settled
from hauspost.parsers.shorttexts import expanded
from hauspost.parsers.slotwords import times_said
from hauspost.parsers.steering import manager_beside, manager_said
from hauspost.parsers.subjectsigns import SIGN
from hauspost.parsers.task import task_text
from hauspost.parsers.unreadable import NOTES
from hauspost.parsers.wishes import wishes

# What the subject of an empty mail may ask.
OF_SUBJECTS = frozenset({Act.STATUS, Act.LIST, Act.HELP, Act.DOCUMENTS, Act.DOCUMENT})
_STRUCK = re.compile(r"~~[^~\n]{1,2000}~~")  # taken back by whoever wrote it


@dataclass(frozen=True, slots=True)
class ReadMail:
    """A mail parted and read; `forwarded` is the mail that lies inside it, if one does."""

    parted: Parted
    said: Said
    forwarded: Forwarded | None


def read_mail(
    parsed: ParsedMail,
    answered_text: str,
    vocabulary: Vocabulary,
    *,
    hint: str = "",
    names: tuple[str, ...] = (),
) -> ReadMail:
    """`answered_text`: the plain text of our mail that was answered, "" if it answers none of ours. `hint`: the words
    behind the mailbox. `names`: of the people and firms concerned; none of them goes into a task."""
    if vocabulary.received_at is not None:
        vocabulary = replace(vocabulary, received_at=counts_from(vocabulary.received_at, parsed.date))
    is_answer = bool(answered_text) or _answers(parsed)
    parted = part(parsed.text, quote_spans=parsed.quote_spans, answered=answered_text, answers=is_answer)
    files = tuple(attachment.filename for attachment in parsed.attachments)
    inner = _inner(parsed)
    if not parted.authored:  # a quote or a forwarded mail alone: for people, never a command
        said = _unobeyed(parted.new_text, vocabulary, files)
        if not is_answer:
            said = _urgent(said, parsed.subject, vocabulary)
        return ReadMail(parted, _reported(said, parsed.subject, vocabulary, hint=hint, names=names), inner)
    text = parted.new_text
    machine = _machine(parsed.subject, text, vocabulary.party)
    if machine and vocabulary.party is Party.MANAGER:  # it goes to no resident
        said = replace(_plain(text, vocabulary, files), text="", internal=text, machine=machine)
        return ReadMail(parted, said, inner)
    if not text.strip() and not answered_text and not parsed.in_reply_to:
        text = _command_in_subject(parsed.subject, vocabulary)
    if parted.unsure_text:
        said = _read_beside(parted, vocabulary, attachments=files, names=names)
    else:
        said = read(text, vocabulary, attachments=files, names=names)
    if vocabulary.party is Party.CONTRACTOR and not text.strip():
        said = replace(said, reports=subject_reports(parsed.subject, vocabulary))
    said = replace(
        said,
        invoices=invoice_files(parsed.attachments, parsed.subject, text),
        machine=machine,
        is_answer=is_answer,
        is_closed=not NOTES.keys().isdisjoint(parsed.defects),
    )
    # The subject of an answer may be our own, number and all.
    said = _urgent(said, "" if is_answer else parsed.subject, vocabulary)
    return ReadMail(parted, _reported(said, parsed.subject, vocabulary, hint=hint, names=names), inner)


def _urgent(said: Said, subject: str, vocabulary: Vocabulary) -> Said:
    if vocabulary.party is Party.MANAGER:
        return said  # who knows what it is, and has a word for it
    found = urgency(
        subject,
        said.whole,
        at=vocabulary.written_at,
        is_closed=vocabulary.is_closed,
        own=vocabulary.danger_words,
    )
    if vocabulary.party is not Party.RESIDENT or vocabulary.written_at is None or said.commands:
        return replace(said, urgency=found)
    zone = vocabulary.written_at.tzinfo or UTC
    told = legal(subject, said.whole, at=vocabulary.written_at, zone=zone)
    return replace(said, urgency=found, legal=told)


def _machine(subject: str, text: str, party: Party) -> Machine:
    """Whether a firm's or a manager's program wrote it, by all that the words show: here alone it is decided what of
    such a mail is obeyed. Nothing is, no date and no refusal; managers read it. A resident's words are a person's all
    the same, only what they say once more is not answered."""
    match party:
        case Party.CONTRACTOR:
            is_machine = absences.is_of_firm_s_program(subject, text)
        case Party.MANAGER:
            is_away = absences.is_by_program(subject) and absences.is_said(text)
            is_machine = is_away or absences.is_declared(text)
        case _:
            is_machine = absences.is_said(text)
    if not is_machine:
        return ""
    return "absent" if absences.is_said(text) else "program"


def _answers(parsed: ParsedMail) -> bool:
    return bool(parsed.in_reply_to or parsed.references or SIGN.match(parsed.subject.lstrip()))


def _read_beside(
    parted: Parted, vocabulary: Vocabulary, *, attachments: tuple[str, ...], names: tuple[str, ...]
) -> Said:
    """What may be another person's words is for people: of a manager's mail it stays inside, a firm's is unsure."""
    whole = parted.new_text
    if vocabulary.party is Party.MANAGER:
        said = expanded(
            manager_beside(parted.own_text, parted.unsure_text, vocabulary, attachments), vocabulary
        )
        return replace(said, whole=whole)
    said = _plain(whole, vocabulary, attachments)
    if vocabulary.party is not Party.CONTRACTOR:
        return said
    told = reports(_STRUCK.sub(" ", whole), vocabulary, names=names)
    return replace(said, reports=tuple(replace(each, is_sure=False) for each in told), is_thanks=False)


def _inner(parsed: ParsedMail) -> Forwarded | None:
    """Attached whole, or set into the text; a report about our own mail encloses it, too."""
    whole = parsed.enclosed if parsed.origin is Origin.PERSON else None
    if whole is None:
        return forwarded(parsed.text)
    return Forwarded(whole.from_, whole.to, whole.subject, whole.date, whole.text)


def _reported(said: Said, subject: str, vocabulary: Vocabulary, *, hint: str, names: tuple[str, ...]) -> Said:
    """What a report says beside its sense: wishes, common ground, when to come, what an order may quote."""
    if vocabulary.party in (Party.MANAGER, Party.CONTRACTOR):
        return said
    wished = wishes(subject, said.whole, hint)
    if said.commands:
        return replace(said, wishes=wished)
    place = common_place(subject, said.whole)
    return replace(
        said,
        wishes=wished,
        asks_progress=not said.attachments and asks_progress(said.whole),
        asks_documents=not (said.attachments or said.is_answer)
        and asks_documents(subject, said.whole, names),
        flats=flats(f"{subject}\n{said.whole}", vocabulary.flats, vocabulary.bells),
        place=place,
        is_in_flat=not place and names_flat(subject, said.whole),
        access=access(said.whole),
        # A threat is no task: a firm gets the topic, or a manager's own words.
        task="" if said.legal else task_text(said.whole, names),
        parts=parts(said.whole, names),
    )


def as_report(said: Said, text: str, subject: str, names: tuple[str, ...]) -> Said:
    """What a resident's report would say beside its sense, where a manager passes it on: forwarded, or by telephone."""
    return replace(said, place=common_place(subject, text), access=access(text), task=task_text(text, names))


def read(
    text: str, vocabulary: Vocabulary, *, attachments: tuple[str, ...] = (), names: tuple[str, ...] = ()
) -> Said:
    """The new text, read with the writer's vocabulary. Any text gives a value; nothing typed is lost."""
    if vocabulary.party is Party.MANAGER:
        return expanded(manager_said(text, vocabulary, attachments), vocabulary)
    said = replace(_plain(text, vocabulary, attachments), times=_times(text, vocabulary))
    command = None if vocabulary.party is Party.STRANGER else _whole_command(text, vocabulary)
    command = command or rating(text, vocabulary)
    if command and command.act in (Act.DOCUMENTS, Act.DOCUMENT) and _brings_papers(attachments):
        command = None
    if command:
        return replace(said, commands=(command,), text="", is_thanks=False)
    if vocabulary.party is not Party.CONTRACTOR or not text.strip():
        return said
    told = reports(_STRUCK.sub(" ", text), vocabulary, names=names)
    return replace(said, reports=told, is_thanks=said.is_thanks and not any(each.claims for each in told))


def _brings_papers(files: tuple[str, ...]) -> bool:
    """Whoever sends papers asks for none; pictures may be a signature's."""
    return any(not name.lower().endswith((".png", ".jpg", ".jpeg", ".gif")) for name in files)


def _times(text: str, vocabulary: Vocabulary) -> TimesSaid | None:
    if vocabulary.slots is None or vocabulary.received_at is None or vocabulary.zone is None:
        return None
    return times_said(text, vocabulary.slots, received_at=vocabulary.received_at, zone=vocabulary.zone)


def _plain(text: str, vocabulary: Vocabulary, attachments: tuple[str, ...]) -> Said:
    # NEIN to "Ist es behoben?"; to a time, or to what an offer names as its matter, it says nothing of the work.
    may_refuse = {Act.YES, Act.NO} <= {offer.act for offer in vocabulary.offers if not offer.value}
    return Said(
        whole=text,
        text=text,
        is_thanks=not attachments and is_thanks(text, vocabulary),
        says_still_broken=says_still_broken(text) or (may_refuse and refuses(text)),
        says_settled=says_settled(text),
        attachments=attachments,
    )


def _whole_command(text: str, vocabulary: Vocabulary) -> Command | None:
    """Rule 10: the word is all that was written, beside a greeting and a closing block."""
    written = without_closing([line for line in text.splitlines() if line.strip()])
    if len(written) > 1 and is_greeting(written[0]):
        written = written[1:]
    if len(written) != 1:
        return None
    found = answer(written[0], vocabulary) or bare_word(written[0], vocabulary)
    found = found or asked_documents(written[0], vocabulary)
    if found and found.act is Act.HELP and "!" in written[0]:
        return None  # "Hilfe!" is a cry
    return found


def _command_in_subject(subject: str, vocabulary: Vocabulary) -> str:
    found = bare_word(subject, vocabulary) or asked_documents(subject, vocabulary)
    asks = found is not None and found.act in OF_SUBJECTS and "!" not in subject
    return subject.strip() if asks else ""


def _unobeyed(text: str, vocabulary: Vocabulary, attachments: tuple[str, ...]) -> Said:
    """No word of it steers, but what turns inward stays inside even here."""
    said = _plain(text, vocabulary, attachments)
    if vocabulary.party is not Party.MANAGER:
        return said
    outer, inner = inward.parted(text.splitlines(), vocabulary.language)
    rest = "\n".join(outer).strip("\n")
    kept = salutation(rest, vocabulary) is Salutation.COLLEAGUE
    return replace(
        said,
        text=rest,
        internal=inner or "",
        salutation=Salutation.COLLEAGUE if kept else Salutation.NONE,
        is_thanks=said.is_thanks and inner is None,
    )

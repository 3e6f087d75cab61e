"""What residents answer to a public mail: ICH AUCH and STUMM count, words go to the managers, who may publish them."""

from dataclasses import replace

from hauspost.desk.asking import answer, only_asks
from hauspost.desk.case import Case
from hauspost.desk.channels import Channel, Participant, ParticipantKind
from hauspost.desk.decision import (
    AddEntry,
    AddParticipant,
    AskQuestion,
    Decision,
    Effect,
    Mute,
    OweNotice,
    QuestionKind,
    Verdict,
)
from hauspost.desk.intents import Act, Said, Wish
from hauspost.desk.model import EntryKind, Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_managers import PersonWrote, ReplyToPublish
from hauspost.desk.publication import news
from hauspost.desk.rights import needed_power
from hauspost.desk.small_words import tell_small_word
from hauspost.desk.storms import gathered, is_storm
from hauspost.desk.telling import managers_to_tell, names, offer
from hauspost.desk.traces import traces


def count(case: Case, said: Said, ticket: Ticket, channel: Channel) -> Decision | None:
    """STUMM, ICH AUCH and questions to the desk: done at once, told to nobody. None: the mail says something else."""
    here = (c for c in said.commands if c.target in ("", ticket.tag))
    acts = {c.act for c in here if case.resolution.power >= needed_power(c.act)}
    if Act.MUTE in acts:
        mute = Mute(tuple(p.id for p in case.author), ticket.number)
        return _decided(case, ticket, channel, "muted", (mute,))
    if Act.ME_TOO in acts:
        entry = AddEntry(channel, EntryKind.ME_TOO, case.author[0].id, names(case.author))
        new, told = joins(case, said, ticket, channel), tell_small_word(case, said, ticket, channel)
        return _decided(case, ticket, channel, "me_too", (*new, entry, *told))
    if only_asks(said):
        return _decided(
            case, ticket, channel, "asked", tuple(n for c in said.commands for n in answer(case, c))
        )
    return None


def joins(case: Case, said: Said, ticket: Ticket, channel: Channel) -> tuple[AddParticipant, ...]:
    """Whoever answers has a channel of the own with the managers from now on; hidden, if the same mail wishes it."""
    there = {(p.person, p.channel) for p in ticket.participants}
    new = (p.id for p in case.author if (p.id, channel) not in there)
    is_hidden = Wish.ANONYMOUS in said.wishes
    return tuple(AddParticipant(Participant(i, channel, ParticipantKind.NEIGHBOUR, is_hidden)) for i in new)


def by_policy(case: Case, said: Said, ticket: Ticket, spoken: Decision) -> Decision:
    """`policy.public_replies`: to the managers only, or as a question whether to publish, or to all at once."""
    channel = spoken.channel or Channel.of_resident(case.author[0].id)
    new = joins(case, said, ticket, channel)
    if is_storm(case) and spoken.reason != "thanks" and not said.commands:
        return gathered(case, said, spoken, new)
    is_for_managers = case.policy.public_replies == "manager_only" or Wish.PRIVATE in said.wishes
    if spoken.reason == "thanks" or is_for_managers or said.commands:
        return replace(spoken, effects=(*new, *spoken.effects))
    is_open = not _is_hidden(case, said, ticket) and not traces(said.unsigned, case.audience, ())
    if case.policy.public_replies == "all" and said.unsigned and is_open:
        told = news(case, ticket, "text", text=said.unsigned)
        return _decided(case, ticket, channel, "published", (*new, *told))
    asked = tuple(m.id for m in managers_to_tell(case))
    if not said.unsigned:  # a picture, a name: nothing that a house could be told without it
        return replace(spoken, effects=(*new, *spoken.effects))
    about = {"text": said.unsigned, "by": [p.id for p in case.author]}
    question = AskQuestion(QuestionKind.PUBLISH, "publish", asked, about)
    languages = {m.address: m.language for m in case.managers_now}
    asking = tuple(_with_publishing(e, said.unsigned, languages) for e in spoken.effects)
    return replace(spoken, reason="moderated", effects=(*new, question, *asking))


def _is_hidden(case: Case, said: Said, ticket: Ticket) -> bool:
    """Whoever does not want to be named is never published unread."""
    own = {p.id for p in case.author}
    return Wish.ANONYMOUS in said.wishes or any(p.hidden and p.person in own for p in ticket.participants)


def _with_publishing(effect: Effect, published: str, languages: dict[str, str]) -> Effect:
    """The mail to the managers, as a question: a plain answer goes to the writer, one word publishes what it shows."""
    if not isinstance(effect, OweNotice) or not isinstance(effect.facts, PersonWrote):
        return effect
    facts = ReplyToPublish(text=effect.facts.text, by=effect.facts.by, published=published)
    offers = (offer(Act.PUBLISH, languages.get(effect.address, "de")),)
    return replace(effect, kind=NoticeKind.PUBLIC_REPLY, facts=facts, offers=offers, question="publish")


def _decided(
    case: Case, ticket: Ticket, channel: Channel, reason: str, effects: tuple[Effect, ...]
) -> Decision:
    return Decision(Verdict.ACCEPTED, reason, effects, ticket.number, ticket.seq, case.event, channel)

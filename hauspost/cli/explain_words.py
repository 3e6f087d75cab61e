"""Knows a sentence for every code of a decision, so that `explain` and `replay` speak to people."""

from typing import Final, assert_never

from hauspost.desk.board_digests import MUTED_BOARD
from hauspost.desk.decision import (
    Absorb,
    AddEntry,
    AddParticipant,
    AddWord,
    AnswerQuestion,
    AskQuestion,
    Assign,
    CancelNotice,
    CancelNotices,
    ChangeDocument,
    ChangeOrder,
    CloseArrival,
    Effect,
    Erase,
    FileDocument,
    ForgetAddress,
    HideReporter,
    ImportMasterData,
    KeepVoucher,
    LinkTo,
    MarkUndeliverable,
    MergeInto,
    MoveTo,
    Mute,
    NoteCorrection,
    NoteFailure,
    OpenOrder,
    OpenTicket,
    OweNotice,
    Pin,
    Prefer,
    ProposeRule,
    PutOff,
    PutOffQuestion,
    Reactivate,
    Redecide,
    RefuseProposal,
    RememberAddress,
    RememberOnce,
    ReopenQuestion,
    RevokeChannel,
    SetApart,
    SetAudience,
    SetCategory,
    SetDating,
    SetFileRetention,
    SetFlag,
    SetFollowUp,
    SetHold,
    SetLimit,
    SetPlace,
    SetPriority,
    SetRelay,
    SetRetention,
    SetStatus,
    SetVisibility,
    StopRetention,
    SwitchRule,
    Verdict,
)
from hauspost.desk.order_lists import MUTED_LIST
from hauspost.desk.proof import Auth, Key, Power, Route
from hauspost.desk.urgency import Level

URGENCY: Final[dict[Level, str]] = {
    Level.NONE: "nothing urgent",
    Level.URGENT: "urgent: the managers see it first",
    Level.EMERGENCY: "an emergency: a number at once, and all managers are alarmed",
    Level.LIFE_DANGER: "danger to life: what saves people at once, and all managers are alarmed",
}
AUTH: Final[dict[Auth, str]] = {
    Auth.PASS: "our border vouches for From (DMARC pass, or a trusted listener)",
    Auth.NONE: "our border says nothing about From",
    Auth.FAIL: "our border says that From is forged (DMARC fail)",
}
KEY: Final[dict[Key, str]] = {
    Key.LIVE: "it carries a live secret address of a mail that we sent",
    Key.EXPIRED: "it carries a secret address of ours that has expired, or whose ticket is long done",
    Key.REVOKED: "it carries a secret address of ours that was revoked",
    Key.OWN_ID: "it answers the Message-ID of a mail that we sent",
    Key.FOREIGN_ID: "it answers the Message-ID of a mail that we accepted",
    Key.TAG: "only its subject names a ticket",
    Key.UNKNOWN: "it carries a secret address that we never gave out, which counts as none",
    Key.NONE: "it carries nothing of ours",
}
POWER: Final[dict[Power, str]] = {
    Power.NOTHING: "no entry and no command on that proof alone",
    Power.ENTRY: "words in the conversation, no commands",
    Power.REVERSIBLE: "words, reversible commands and answers to questions",
    Power.ALL: "everything that the author's roles allow",
}
ROUTE: Final[dict[Route, str]] = {
    Route.THREAD: "it belongs to a conversation of a ticket",
    Route.NEW: "it is a new matter of that person",
    Route.OFFICE: "it is a new matter between that person and the office",
    Route.QUEUE: "it is nobody's we know or for no house, so the managers look at it",
    Route.HELD: "the proof is too weak, so the managers are asked",
    Route.RECORD: "it is kept and answered by nobody",
    Route.MUTE: "it unsubscribes",
}
VERDICT: Final[dict[Verdict, str]] = {
    Verdict.ACCEPTED: "accepted",
    Verdict.RECORDED: "recorded: kept, answered by nobody",
    Verdict.HELD: "held: the managers are asked",
    Verdict.REFUSED: "refused: answered with a no",
}
REASON: Final[dict[str, str]] = {
    "kept_by_operator": "an operator said how long it is kept",
    "held_by_law": "an operator put it under legal hold, or ended that",
    "retention": "the yearly run was proposed: what is kept no longer",
    "retention_due": "nobody stopped the yearly run in time",
    "retention_stopped": "an operator stopped the yearly run",
    "erased": "its words were erased by an operator, or because their time was over",
    "unverified": "the border calls From forged",
    "not_from_p": "the secret address was given to somebody else than From",
    "over_limits": "something of it lies beyond the limits and was not read",
    "revoked": "the secret address was revoked",
    "unknown_sender": "nobody of the master data has this address",
    "no_property": "it is unclear for which property it is",
    "too_large": "it is larger than allowed, so only its header was fetched",
    "no_recipient": "it was fetched from a mailbox and names no address of ours",
    "wrong_house": "the author has no role at that property",
    "automatic": "a machine wrote it",
    "absence": "an absence note at a return path",
    "by_words_automatic": "by its words a firm's absence note or receipt, put to the managers, obeyed in nothing",
    "list": "a mailing list sent it",
    "bounce": "a report about a mail that could not be delivered",
    "complaint": "a complaint about spam",
    "duplicate": "the same mail was decided before",
    "stop": "an unsubscription with a secret that we never gave out",
    "opened": "a ticket was opened",
    "opened_office": "a ticket of the office was opened",
    "opened_survey": "several people are to be asked, each alone; a preview, and nothing leaves yet",
    "answered": "an answer to what a manager asked, for her running list",
    "opened_unassigned": "a ticket without anybody outside was opened",
    "opened_for": "a ticket was opened on behalf of somebody",
    "opened_to": "a manager wrote to somebody, in a new ticket",
    "place_named": "an earlier mail's house was named",
    "names_reporter": "nothing done; its words name somebody who hides, which was shown first",
    "no_from": "it has no From",
    "several_froms": "it has several Froms, so it names nobody",
    "message": "words for the conversation",
    "manager_words": "a manager's words",
    "filed": "a manager's own mail to somebody of the house, kept in that channel",
    "steered": "a manager's commands",
    "import_asks": "a table of master data: what it would change is shown, and asked about",
    "import_changed": "the master data have changed since the table was shown: it is shown and asked about again",
    "import_nothing": "a table that changes nothing",
    "import_needs_force": "so large a change of the master data needs a word of its own",
    "import_no_table": "a mail for the import without any table",
    "import_no_right": "only who manages every house may import",
    "imported": "the manager's word: the table is brought in as it was shown",
    "discarded": "the manager's word: the table is not brought in",
    "asked": "a question to the desk, answered at once",
    "asked_back": "nothing done; asked back what was meant",
    "thanks": "nothing but thanks",
    "fixed": "the reporter says that it is mended",
    "contact": "the reporter says whether the firm may have the telephone number",
    "rated": "the reporter rates the work, as asked",
    "still_broken": "the reporter says that it is not mended",
    "not_a_reader": "the author may not read that conversation",
    "unproven_command": "a command that its proof does not carry",
    "same_words": "the same words in the same conversation again: perhaps two machines talk",
    "much_of_person_in_ticket": "more mails of that person in that ticket than people write in an hour",
    "much_of_person": "more mails of that person than people write in an hour",
    "much_in_ticket": "more mails in that ticket than people write in an hour",
    "which_ticket": "it names no ticket that it could mean",
    "spam": "a manager called it spam",
    "by the operator": "the operator's hand",
    "me_too": "a neighbour has the same trouble",
    "muted": "somebody wants no more mails of it",
    "already_known": "the house knows of it already",
    "moderated": "an answer to the house, which a manager may publish",
    "storm": "one of many answers to the house at once, which managers read together",
    "asked_state": "a question how the ticket stands, answered from it",
    "told_again": "what its author told before, kept as a message of that ticket",
    "completed": "what a report lacked, from its reporter",
    "published": "an answer to the house, published at once",
    "reported": "a firm or a caretaker reported on an order",
    "report_asked": "a report on an order that a manager must confirm",
    "deadline": "a deadline is over",
    "maintenance": "recurring work is due",
    "follow_up": "a manager wished to see the ticket again",
    "deadline_near": "the day that the mail named is near: its manager was reminded",
    "alarm_repeated": "nobody answered the alarm: it went to all managers again",
    "promised": "a resident says that the on-call service has agreed to come",
    "time_chosen": "a resident chose one of the times that a firm offers",
    "time_asked_back": "an answer to offered times that leaves open which; asked back",
    "time_refused": "a resident cannot at the time named, which the firm and the managers hear",
    "time_confirmed": "a resident's yes to a date that holds already",
    "calendar_old": "a calendar's answer to an older date, which counts no more",
    "calendar_unproven": "a calendar's answer without a live secret address, kept and not obeyed",
    "date_reminded": "a resident was reminded of a date, or of times to choose from",
    "number_unanswered": "nobody said whether the firm may have the number; the managers were told",
    "times_unanswered": "nobody chose a time; the managers were told",
    "house_notice_asks": "a notice to the house: whom it would reach is shown, and asked about",
    "house_notice_nobody": "a notice to the house that reaches nobody by mail",
    "house_notice_empty": "a notice to the house without any text",
    "house_notice_too_long": "a notice to the house that is too long for a mail to everybody",
    "house_notice_too_large": "a notice to the house whose files are too large for so many mails",
    "house_notice_over": "a notice to the house whose time is over",
    "house_notice_unclear": "a notice to the house, and until when it holds cannot be read",
    "house_notice_discarded": "the manager's word: the notice to the house never leaves",
    "house_notice_sent": "the manager's word: the notice to the house leaves, one mail to each address",
    "house_notice_withdrawn": "the manager's word: the notice to the house holds no more",
    "answered_before": "a button of a question that was answered before",
    "notice_word": "a word under a notice to the house that says nothing",
    "preferred": "how much of the house somebody wants to hear",
    "preference_unproven": "such a wish, not known well enough to be the person's own; the mail asks for it again",
    "house_notice_answered": "an answer about a notice to the house that was answered before",
    "house_notice_words": "words under the receipt of a notice to the house, which go to nobody",
    "house_notice_waits": "not every mail of a notice to the house has its answer; its report waits for them",
    "house_notice_reported": "how the mails of a notice to the house went was told to who sent it",
    "documents_asks": "files for a house: shown and asked about, nothing is stored yet",
    "documents_changed": "what is stored has changed since the files were shown: asked about again",
    "documents_filed": "files are documents of the house now",
    "documents_discarded": "the manager's word: the files are not filed",
    "documents_nothing": "no file of the mail is one that is taken",
    "documents_no_file": "a mail for documents without any file",
    "documents_no_house": "files without a house that they could be of",
    "documents_steered": "a manager's word about documents of the house",
    "documents_asked": "a request for papers of the house, answered with those that the asker may see",
    "by_hand": "a held mail was decided at the command line",
    "asked_privately": "a manager's word: each of those asked has a private ticket of the own now",
    "survey_ended": "a manager's word: the question to several people is closed",
    "survey_reopened": "a manager's word: the question to several people is open again",
    "split_off": "a manager's word: the second matter of the mail is a ticket of its own",
    "found": "a manager's word: what a firm found besides is a ticket of its own",
    "lapsed": "a question's time ended without an answer",
    "overtaken": "a question that something else has answered meanwhile",
    "reminded": "a question that waits was asked once more",
    "waits": "a question whose time is over waits for a person all the same",
}
# The same for what was decided long ago, of which only the kinds of its effects are kept.
EFFECT: Final[dict[str, str]] = {
    "OpenTicket": "opened a ticket",
    "AddEntry": "wrote an entry",
    "SetStatus": "set the status",
    "SetCategory": "set the category",
    "Assign": "made somebody responsible",
    "SetFlag": "set or cleared a flag",
    "AddParticipant": "let somebody take part",
    "OweNotice": "owed a notice",
    "CancelNotices": "took back notices",
    "CancelNotice": "took back one notice",
    "AskQuestion": "asked a question",
    "AnswerQuestion": "answered a question",
    "ReopenQuestion": "had a question wait again",
    "PutOffQuestion": "had a question wait longer",
    "Redecide": "had a held mail decided again",
    "CloseArrival": "closed a held mail",
    "RememberOnce": "noted that something was said, so that it is not said again",
    "OpenOrder": "gave an order",
    "ChangeOrder": "changed the phase of an order",
    "SetLimit": "changed what an order may cost",
    "SetDating": "counted how often an order's date was told",
    "SetRelay": "let words pass between a firm and the resident, or ended it",
    "SetVisibility": "set who may see the ticket",
    "SetAudience": "set which roles read it",
    "Mute": "silenced notices for somebody",
    "Prefer": "set how much of the house somebody hears",
    "HideReporter": "hid the reporter",
    "MergeInto": "merged the ticket into another",
    "Absorb": "took another ticket in",
    "SetPlace": "set the place",
    "SetApart": "parted a ticket that had been taken in",
    "MoveTo": "moved the ticket to another property",
    "Pin": "pinned a fact that a manager set by hand",
    "RevokeChannel": "made the keys of a conversation void",
    "SwitchRule": "approved a rule",
    "ProposeRule": "proposed a rule",
    "NoteCorrection": "counted the words of a report whose category was corrected",
    "AddWord": "took a word into a category",
    "ForgetAddress": "forgot whose an address is",
    "RememberAddress": "remembered whose an address is",
    "NoteFailure": "noted that an address failed for good",
    "ImportMasterData": "changed the master data",
    "MarkUndeliverable": "switched an undeliverable address off",
    "Reactivate": "switched an address on again",
    "SetPriority": "set the priority",
    "SetFollowUp": "set or cleared when the manager sees it again",
    "PutOff": "let wait what is overdue",
    "RefuseProposal": "noted that what was proposed is not wanted",
    "KeepVoucher": "kept an invoice as a voucher",
    "FileDocument": "filed a document of the house",
    "ChangeDocument": "changed a document of the house",
    "LinkTo": "said whose ticket it is",
    "Erase": "erased the ticket's words, files and mails",
    "SetRetention": "set how long the ticket is kept",
    "SetFileRetention": "set how long a file is kept",
    "SetHold": "put the ticket under legal hold, or ended it",
    "StopRetention": "held the yearly run",
}


# What is said once, by the beginning of its key.
MUTED: Final = {
    0: "the evening line",
    MUTED_LIST: "the list of open orders",
    MUTED_BOARD: "the board's overview",
}

ONCE: Final[dict[str, str]] = {
    "words": "that these words were said today",
    "breaker": "that the managers were told of this stop today",
    "told-of": "that the managers were told of this very mail",
    "neutral": "that a neutral answer was given to that address today",
    "stranger": "one of this hour's answers to strangers",
    "held-note": "that the person was told today of a mail held in the own name",
    "which-house": "that the firm was asked today which house it is",
    "away": "that somebody else was told of the ticket, since its manager is away",
    "returned": "that the managers were asked today who goes instead",
    "safety": "that this address was told today whom to call",
    "safety-slot": "one of this hour's safety mails to strangers",
}


def kept(name: str) -> str:
    """The same for the name of an effect as it is kept."""
    kind, _, what = name.partition(":")
    return f"noted {ONCE[what]}" if what in ONCE else EFFECT.get(kind, name)


def reason(code: str) -> str:
    """The code itself stays in sight: documentation and log lines use it."""
    said = REASON.get(code, "")
    return f"{said} ({code})" if said else code


def effect(one: Effect) -> str:
    """What one effect does, in words without anybody's text."""
    match one:
        case OpenTicket():
            where = f" for {one.unit}" if one.unit else ""
            return f"opens a {one.visibility} ticket at property {one.property_id}{where}, category {one.category}"
        case AddEntry():
            return f"writes an entry ({one.kind}) by {one.author_name or 'nobody'} into channel {one.channel}"
        case SetStatus():
            rejected = ", rejected" if one.is_rejected else ""
            return f"sets the status from {one.before} to {one.after}{rejected}"
        case SetCategory():
            return f"sets the category from {one.before} to {one.after}"
        case Assign():
            return f"makes {one.after or 'nobody'} responsible instead of {one.before or 'nobody'}"
        case SetFlag():
            return f"{'sets' if one.is_set else 'clears'} the flag {one.flag}"
        case AddParticipant():
            return f"makes {one.participant.person} a {one.participant.kind} of channel {one.participant.channel}"
        case SetPlace():
            return f"sets the place to {one.unit or one.public_place or 'nowhere'}"
        case HideReporter():
            return f"names {', '.join(one.persons)} to nobody but the managers from now on"
        case OweNotice():
            return notice(str(one.kind), one.address, one.persons)
        case CancelNotices():
            return f"takes back the notices of {one.event} that are not formed yet"
        case CancelNotice():
            return f"takes back notice {one.notice} if it is not formed yet"
        case AskQuestion():
            return f"asks {', '.join(one.asked) or 'the managers'} ({one.kind})"
        case AnswerQuestion():
            return f"answers question {one.question} with {one.option}"
        case ReopenQuestion():
            return f"has question {one.question} wait again"
        case PutOffQuestion():
            until = f"until {one.due_at.isoformat()}" if one.due_at else "for a person"
            return f"has question {one.question} wait on {until}"
        case Redecide():
            return f"has arrival {one.arrival} decided again"
        case CloseArrival():
            return f"closes arrival {one.arrival} as {one.verdict}"
        case RememberOnce():
            return f"notes {ONCE[one.what]}"
        case Mute():
            what = MUTED.get(one.ticket or 0) or f"T-{one.ticket}"
            return f"silences {what} for {', '.join(one.persons)}"
        case Prefer():
            return f"sets what {', '.join(one.persons)} hears of the house to {one.notify}"
        case Absorb():
            return f"takes T-{one.source} in"
        case SetApart():
            return f"parts T-{one.source} from the ticket again"
        case SwitchRule():
            return f"approves the rule {one.name}"
        case ProposeRule():
            return f"proposes the rule {one.rule.name}, which counts only once a manager says so"
        case NoteCorrection():
            return f"counts {len(one.words)} words of the report for the category {one.category}"
        case AddWord():
            return f"takes a word into the category {one.category}"
        case RefuseProposal():
            return f"notes that {one.key} is not wanted and never proposes it again"
        case ForgetAddress():
            return f"forgets whose {one.address} is"
        case RememberAddress():
            return f"remembers {one.address} as an address of {', '.join(one.persons)}"
        case NoteFailure():
            return f"notes that {one.address} failed for good ({one.status or 'no status'})"
        case MarkUndeliverable():
            return f"switches {one.address} off: nothing is sent there any more"
        case Reactivate():
            return f"switches {one.address} on again"
        case SetPriority():
            return f"sets the priority from {one.before} to {one.after}"
        case SetFollowUp():
            when = f"at {one.at.isoformat()}" if one.at else "no more"
            return f"puts the ticket before its manager again {when}"
        case PutOff():
            return f"lets the {one.stage} of order {one.order} wait until {one.until.isoformat()}"
        case ImportMasterData():
            counts = ", ".join(f"{number} {what}" for what, number in one.diff.counts().items() if number)
            return f"changes the master data: {counts}"
        case KeepVoucher():
            return "keeps an invoice as a voucher"
        case FileDocument():
            kind = "a new document" if one.changes is None else "a new version of a document"
            return f"files {kind}, number {one.number}, for {', '.join(sorted(one.audience))}"
        case ChangeDocument():
            if one.is_withdrawn:
                return f"withdraws document {one.number}: only managers see it"
            what = "takes back the last change of" if one.is_undoing else "changes"
            return f"{what} document {one.number}, for {', '.join(sorted(one.audience))}"
        case Erase():
            return "erases the words, files and mails of the ticket, which a manager deletes"
        case SetRetention():
            return f"keeps the ticket as {one.retention or 'what it is'}"
        case SetFileRetention():
            return f"keeps the file {one.file} as {one.retention or 'its ticket'}"
        case SetHold():
            return f"puts the ticket under legal hold: {one.reason}" if one.reason else "ends the legal hold"
        case StopRetention():
            return f"holds the yearly run of {one.year}: nothing of it is erased"
        case LinkTo():
            whose = ", ".join(one.party) or "nobody"
            return f"makes it the ticket of {whose}, unit {one.unit or 'none'}"
        case _:
            return _of_a_house(one)


def _of_a_house(
    one: (
        OpenOrder
        | ChangeOrder
        | SetLimit
        | SetDating
        | SetRelay
        | RevokeChannel
        | SetVisibility
        | SetAudience
        | MergeInto
        | MoveTo
        | Pin
    ),
) -> str:
    match one:
        case OpenOrder():
            rule = f" by the rule {one.order.rule}" if one.order.rule else ""
            return f"gives order {one.order.number} ({one.order.kind}) to {one.order.assignee}{rule}"
        case ChangeOrder():
            return f"changes order {one.order} from {one.before} to {one.after}"
        case SetLimit():
            if one.limit is None:
                return f"lifts the limit of order {one.order}"
            return f"limits order {one.order} to {one.limit / 100:.2f} €"
        case SetDating():
            return f"tells the date of order {one.order} as number {one.dating.sequence}"
        case SetRelay():
            how = "pass" if one.is_on else "pass no more"
            return f"lets words {how} between the firm of order {one.order} and the resident"
        case RevokeChannel():
            return f"makes the keys of channel {one.channel} void for {', '.join(one.persons)}"
        case SetVisibility():
            return f"sets the visibility from {one.before} to {one.after}"
        case SetAudience():
            before, after = (", ".join(sorted(roles)) or "nobody" for roles in (one.before, one.after))
            return f"lets {after} read it instead of {before}"
        case MergeInto():
            return f"merges the ticket into T-{one.target}"
        case MoveTo():
            return f"moves the ticket to property {one.property_id}"
        case Pin():
            return f"pins the {one.fact} against rules"
        case _:
            assert_never(one)


def notice(kind: str, address: str, persons: tuple[str, ...]) -> str:
    who = f"{', '.join(persons)} at {address}" if persons else f"{address}, whom we do not know"
    return f"owes the notice {kind} to {who}"

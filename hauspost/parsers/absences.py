"""Knows how absence notes and other automatic answers are worded: the subjects that programs write, what they say."""

import re
from typing import Final

from hauspost.parsers.alternatives import by_letter, uncased

_OPENING: Final = 1_000  # characters; an absence note comes to its point
_WHOLE: Final = 4_000

# A phrase a line. What an absence note's subject begins with: people write most of these too, so each counts only
# beside a second sign.
_HINTS: Final = r"""
abwesen
automatische (?:antwort|rückmeldung)
auto(?:matic|mated)?[ :-]?\s?(?:reply|response|antwort)
autoreply
auto-?respon
away from
betriebsferien
betriebsurlaub
eingangsbestätigung
ich bin (?:im urlaub|nicht im|derzeit nicht|zurzeit nicht|zur zeit nicht)
im urlaub
nicht im (?:büro|hause)
on (?:vacation|holiday|leave)
out of (?:the )?office
.{1,60} ist (?:bis .{1,20} )?(?:außer haus|abwesend|nicht im (?:büro|hause?))
.{1,60} is out of (?:the )?office
urlaubs(?:abwesenheit|notiz)
vacation
"""

# The whole prefix that a program puts before the subject it answers. A person who answers such a note has "AW:" before
# it, so nothing may stand there, and ":" or the end must follow.
_PREFIXES: Final = r"""
abwesenheits(?:notiz|nachricht|meldung|mitteilung|assistent)
abwesenheit(?=\s?[:：])
automatische (?:antwort|rückmeldung|e-?mail-antwort|abwesenheits\w{4,12}|(?:eingangs|empfangs)bestätigung)
automatic reply
automated (?:reply|response)
auto[- ]?(?:reply|response|antwort)
out[- ]of[- ](?:the[- ])?office
auto: .{1,60} (?:ist (?:bis .{1,20} )?(?:außer haus|abwesend)|is out of (?:the )?office)(?: \(.{1,60}\))?
vacation (?:reply|response|message)
réponse automatique
absence du bureau
risposta automatica
fuori sede
respuesta automática
fuera de (?:la )?oficina
resposta automática
automatisch antwoord
afwezig(?:heidsbericht)?
autosvar
automatisk(?:t)? svar
automaattinen vastaus
odpowiedź automatyczna
autoodpowiedź
automatická odpověď
automatikus válasz
răspuns automat
automatski odgovor
otomatik yanıt
balasan otomatis
автоматический ответ
автоответ
автоматична відповідь
αυτόματη απάντηση
رد تلقائي
自動応答
自动答复
自动回复
"""

# How a phrase begins; `.{0,60}?` behind it holds the dates.
_I_AM: Final = r"(?:bin|wir sind|sind wir|befinde (?:ich|mich)|befindet sich|befinden (?:wir|uns)|dass ich)"
_I_AM_EN: Final = r"(?:(?:i|we) (?:am|are|will be)|(?:i|we)(?:'m|'re|'ll be)|currently|presently)"
_MAILS: Final = r"(?:e-?mails?|mails?|nachricht(?:en)?|anfragen?)"

_GONE: Final = r"(?:i no longer work (?:for|at)|(?:bin|arbeite) (?:ich )?nicht (?:mehr|länger) (?:für|bei))"
_WILL_REPLY: Final = (
    r"(?:will|shall) (?:reply|respond|answer|get back to you)\b.{0,40}?\b(?:on|upon|after|when|once)"
)

# What the note itself says, German and English.
_SENTENCES: Final = rf"""
{_I_AM}\b.{{0,60}}?\b(?:im|in) (?:\w+ )?(?:betriebs|jahres)?(?:urlaub|ferien|mutterschutz|elternzeit)
{_I_AM}\b.{{0,60}}?\bauf (?:\w+ )?(?:dienstreise|geschäftsreise|fortbildung|messe)
{_I_AM}\b.{{0,60}}?\bnicht (?:im|am|in) (?:\w+ )?(?:büro|hause?|platz|arbeitsplatz)
{_I_AM}\b.{{0,60}}?\b(?:abwesend|außer haus|ortsabwesend|krankgemeldet)
{_I_AM}\b.{{0,60}}?\bnicht (?:persönlich |per e-?mail )?(?:erreichbar|verfügbar|anwesend)
{_I_AM}\b.{{0,60}}?\bnur (?:eingeschränkt|sporadisch|bedingt|unregelmäßig) (?:\w+ )?(?:erreichbar|verfügbar)
{_I_AM}\b.{{0,60}}?\bwieder (?:\w+ ){{0,2}}?(?:für sie da|erreichbar|im (?:büro|hause?)|zurück|da)\b
(?:mein|unser|das) (?:büro|betrieb|geschäft|sekretariat) (?:ist|bleibt|hat)\b.{{0,60}}?\b(?:geschlossen|nicht besetzt)
(?:mein|unser|das) (?:büro|betrieb|geschäft|sekretariat) (?:hat|macht)\b.{{0,60}}?\bbetriebs(?:ferien|urlaub)
(?:wir haben|wir machen|wegen|unsere|aufgrund)\b.{{0,30}}?\bbetriebs(?:ferien|urlaub)
(?:(?:wir|ich) (?:haben|habe|machen|mache)|unser betrieb (?:hat|macht))\b.{{0,40}}?\b(?:\w*ferien|\w*urlaub)
(?:ist|bleibt) (?:mein|unser|das) (?:büro|betrieb|geschäft|sekretariat)\b.{{0,40}}?\b(?:geschlossen|nicht besetzt)
betriebs(?:ferien|urlaub):? (?:vom|von|bis|ab|\d{{1,2}})
erreichen sie (?:mich|uns) (?:\w+ )?(?:nicht|nur)
lesen? (?:ich |wir )?keine {_MAILS}
{_GONE}
{_MAILS} (?:wird|werden) (?:.{{0,40}}? )?(?:nicht|erst|automatisch) (?:.{{0,40}}? )?(?:gelesen|weitergeleitet)
{_MAILS} (?:wird|werden) (?:.{{0,40}}? )?(?:nicht|erst) (?:.{{0,40}}? )?(?:bearbeitet|beantwortet)
(?:keinen|nur (?:eingeschränkten|begrenzten|sporadischen)) zugriff auf (?:\w+ )?(?:e-?mails?|postfach|posteingang)
in dringenden fällen (?:wenden sie sich|kontaktieren sie|erreichen sie|hilft)
während (?:meiner|unserer) abwesenheit (?:wenden|vertritt|hilft|steht|erreichen|werden|kontaktieren)
{_I_AM_EN}\b.{{0,60}}?\b(?:out of (?:the |my )?office|ooo)
{_I_AM_EN}\b.{{0,60}}?\bon (?:vacation|holiday|(?:\w+ )?leave|a business trip)
{_I_AM_EN}\b.{{0,60}}?\b(?:away (?:from|until|till)|unavailable|travell?ing|back (?:in the office|on|at work))
(?:i will|i'll|i shall) (?:return|be returning|be back)
(?:our|the) office (?:is|will be|remains) closed
(?:limited|no|little|intermittent|restricted) access to (?:my )?e-?mails?
{_WILL_REPLY} \w+ (?:\w+ ){{0,3}}?(?:return|back)
(?:in|during) my absence
while i am away
"""

# What nobody adds who tells his caretaker of a holiday: courtesies to whoever may have written, and who stands in.
_STOCK: Final = rf"""
(?:dank|bedanke mich) für (?:ihre|deine|die|eure) {_MAILS}
(?:in|bei) (?:dringenden|eiligen|wichtigen) (?:fällen|angelegenheiten|anfragen|anliegen)
{_MAILS} (?:wird|werden) (?:.{{0,40}}? )?(?:nicht|automatisch|erst) (?:.{{0,40}}? )?(?:gelesen|weitergeleitet)
{_MAILS} (?:wird|werden) (?:.{{0,40}}? )?(?:nicht|erst) (?:.{{0,40}}? )?(?:bearbeitet|beantwortet)
(?:beantworte|bearbeite|lese) (?:ich )?(?:ihre|die) {_MAILS}
(?:meine|unsere) vertretung
{_GONE}
vertritt mich
zugriff auf (?:\w+ )?(?:e-?mails?|postfach|posteingang)
(?:thank you|thanks) for (?:your|the) (?:e-?mail|message|enquiry|inquiry|mail)
(?:in|for) urgent (?:cases|matters)|in case of (?:urgency|emergency)
for (?:anything urgent|urgent (?:issues|requests|enquiries))
if (?:your (?:request|matter|message) is|it is|this is) urgent
(?:limited|no|little|intermittent|restricted) access to (?:my )?e-?mails?
{_WILL_REPLY} \w+ (?:\w+ ){{0,3}}?(?:return|back)
"""

# "Dies ist eine automatisch generierte Antwort": it says itself what it is. Web forms say so of their mail, never of
# an answer.
_MADE: Final = r"(?:generierte?|erstellte?|erzeugte?|versandte?|versendete?|gesendete?|verschickte?)"
_ANSWER: Final = (
    r"(?:antwort|rückantwort|rückmeldung|abwesenheits\w+|eingangsbestätigung|empfangsbestätigung)"
)
_ANSWER_EN: Final = r"(?:reply|response|answer|acknowledge?ment|out[- ]of[- ]office)"
_DECLARED: Final = rf"""
(?:dies|dieses|das|hier) ist eine (?:automatische|(?:automatisch|maschinell) {_MADE}) (?:e-?mail-)?{_ANSWER}
handelt es sich um eine (?:automatische|(?:automatisch|maschinell) {_MADE}) (?:e-?mail-)?{_ANSWER}
diese {_ANSWER} (?:wurde|wird|ist) (?:automatisch|maschinell) {_MADE}
this is an? (?:auto|automatic|automated|(?:auto|automatically|computer)[- ]generated)[ -]?{_ANSWER_EN}
this {_ANSWER_EN} (?:was|has been|is) (?:automatically|auto)[ -]?(?:generated|sent|created)
"""

_MONTH: Final = r"(?:jan|feb|mär|maer|mar|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-zä]{0,6}"
# When somebody is back, or until when away.
_DAYS: Final = rf"""
\d{{1,2}}\.\s?\d{{1,2}}\.?(?:\s?\d{{2,4}})?
\d{{1,2}}(?:\.|st|nd|rd|th)?\s(?:of\s)?{_MONTH}
{_MONTH}\.?\s(?:the\s)?\d{{1,2}}(?:st|nd|rd|th)?
\d{{4}}-\d{{2}}-\d{{2}}
\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?
(?:bis|ab|am|until|till|on|from)\s(?:einschließlich\s|zum\s|next\s|nächsten\s|kommenden\s)?(?:mo|di|mi|don|frei|sams|sonn)\w{{0,6}}tag
(?:bis|ab|am)\s(?:einschließlich\s|zum\s|nächsten\s|kommenden\s)?mittwoch
(?:until|till|on|from|by)\s(?:next\s)?(?:mon|tues|wednes|thurs|fri|satur|sun)day
"""


def _any_of(phrases: str) -> str:
    return f"(?:{_listed(phrases)})"


def _listed(phrases: str) -> str:
    return "|".join(phrases.split("\n")[1:-1])


_HINT: Final = re.compile(rf"^\W{{0,3}}{_any_of(_HINTS)}|\[auto[- ]?reply\]|\(abwesend", re.IGNORECASE)
# Exchange 2003 wrote one phrase that nobody else does, wherever it stands.
_PREFIX: Final = re.compile(
    rf"^\W{{0,3}}{_any_of(_PREFIXES)}\s{{0,2}}(?:[:：]|$)|\bout of office autoreply\b", re.IGNORECASE
)
_SENTENCE: Final = re.compile(rf"\b{by_letter(_listed(_SENTENCES))}\b")  # of uncased text
_STOCK_PHRASE: Final = re.compile(rf"\b{_any_of(_STOCK)}\b", re.IGNORECASE)
_DECLARATION: Final = re.compile(rf"\b{_any_of(_DECLARED)}\b", re.IGNORECASE)
# What ticket systems call their receipts.
_RECEIPT: Final = re.compile(
    r"^\W{0,3}(?:eingangs|empfangs)bestätigung\b|\b(?:ihre )?anfrage (?:ist )?(?:erhalten|eingegangen)\b|"
    r"\b(?:request|ticket|message) received\b|\bwe(?: have|'ve) received your\b",
    re.IGNORECASE,
)
# What a firm that answers an order speaks of, and its program on holiday does not.
_WORK: Final = re.compile(
    r"\b(?:kommen|kommt|komme|termin|auftrag|aufträge|erledig|fertig|repar|monteur|techniker|angebot|rechnung|"
    r"übernehm|schaffe|machen|mache|beginn|anfang|absag|sagen|lehnen|geht|passt|lieber|"
    r"besser|jemand|könn|nehm|gern|verschieb|anderer|anderen|um \d|\d uhr|kolleg|firma|"
    r"come|coming|appointment|job|repair|finish|start|order|quote|invoice|decline|at \d)",
    re.IGNORECASE,
)
_DAY: Final = re.compile(rf"\b{_any_of(_DAYS)}(?!\w)", re.IGNORECASE)


def is_hinted(subject: str) -> bool:
    return bool(_HINT.search(subject))


def is_by_program(subject: str) -> bool:
    return bool(_PREFIX.search(subject))


def is_said(text: str) -> bool:
    """In the first lines."""
    return bool(_SENTENCE.search(uncased(_opening(text))))


def is_stock(text: str) -> bool:
    """Whether it has what notes to everybody say beside the absence."""
    return bool(_STOCK_PHRASE.search(_opening(text)))


def is_declared(text: str) -> bool:
    """Whether it calls itself an automatic answer, wherever: some say so at the end."""
    return bool(_DECLARATION.search(" ".join(text[:_WHOLE].split())))


def is_note(subject: str, text: str) -> bool:
    """Plainly a program's: it calls itself so, or its subject does and somebody is away and says until when.

    `text`: without quotes.
    """
    return is_declared(text) or (is_by_program(subject) and _says_until(text))


def is_of_firm_s_program(subject: str, text: str) -> bool:
    """Or it is worded like a note or a receipt: by the subject alone; or somebody is away, and there is a courtesy to
    whoever may have written, or a day and nothing about the work."""
    if is_note(subject, text) or is_by_program(subject) or _RECEIPT.search(subject):
        return True
    is_bare = is_hinted(subject) or not _WORK.search(text[:_WHOLE])
    return (is_said(text) and is_stock(text)) or (_says_until(text) and is_bare)


def _says_until(text: str) -> bool:
    return is_said(text) and bool(_DAY.search(_opening(text)))


def _opening(text: str) -> str:
    return " ".join(text[:_OPENING].split())

"""Knows how absence notes are worded: the subjects that programs write, and what the notes say."""

import re
from typing import Final

_OPENING: Final = 1_000  # characters; an absence note comes to its point

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
urlaubs(?:abwesenheit|notiz)
vacation
"""

# The whole prefix that a program puts before the subject it answers. A person who answers such a note has "AW:" before
# it, so nothing may stand there, and ":" or the end must follow.
_PREFIXES: Final = r"""
abwesenheits(?:notiz|nachricht|meldung|mitteilung|assistent)
automatische (?:antwort|rückmeldung|e-?mail-antwort)
automatic reply
automated (?:reply|response)
auto[- ]?(?:reply|response|antwort)
out[- ]of[- ](?:the[- ])?office
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

# What the note itself says, German and English.
_SENTENCES: Final = r"""
(?:ich bin|wir sind|ich befinde mich)\b.{0,60}?\bnicht (?:im (?:büro|haus)|erreichbar|am platz)
(?:ich bin|wir sind|ich befinde mich)\b.{0,60}?\b(?:im|auf) (?:urlaub|mutterschutz|dienstreise|fortbildung)
(?:ich bin|wir sind)\b.{0,60}?\b(?:in elternzeit|abwesend|außer haus|wieder (?:erreichbar|im büro))
(?:mein|unser) büro (?:ist|bleibt)\b.{0,60}?\b(?:geschlossen|nicht besetzt)
(?:e-?mails?|nachricht(?:en)?|anfragen?) (?:wird|werden) (?:.{0,30}? )?nicht (?:gelesen|weitergeleitet|bearbeitet)
in dringenden fällen wenden sie sich
während (?:meiner|unserer) abwesenheit
(?:i am|i'm|i will be|we are)\b.{0,60}?\bout of (?:the )?office
(?:i am|i'm|i will be|we are)\b.{0,60}?\bon (?:vacation|holiday|annual leave|parental leave|leave)
(?:i am|i'm|i will be|we are)\b.{0,60}?\b(?:away (?:from|until)|back (?:in the office|on))
our office (?:is|will be) closed
(?:limited|no) access to (?:my )?e-?mail
will (?:reply|respond) (?:up)?on my return
in my absence
while i am away
"""


def _any_of(phrases: str) -> str:
    return "(?:" + "|".join(phrases.split("\n")[1:-1]) + ")"


_HINT: Final = re.compile(rf"^\W{{0,3}}{_any_of(_HINTS)}|\[auto[- ]?reply\]|\(abwesend", re.IGNORECASE)
# Exchange 2003 wrote one phrase that nobody else does, wherever it stands.
_PREFIX: Final = re.compile(
    rf"^\W{{0,3}}{_any_of(_PREFIXES)}\s{{0,2}}(?:[:：]|$)|\bout of office autoreply\b", re.IGNORECASE
)
_SENTENCE: Final = re.compile(rf"\b{_any_of(_SENTENCES)}\b", re.IGNORECASE)


def is_hinted(subject: str) -> bool:
    return bool(_HINT.search(subject))


def is_by_program(subject: str) -> bool:
    return bool(_PREFIX.search(subject))


def is_said(text: str) -> bool:
    """In the first lines."""
    return bool(_SENTENCE.search(" ".join(text[:_OPENING].split())))

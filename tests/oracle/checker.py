"""Holds each mail that left against what its reader may know, and what had to leave against what did."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from tests.oracle.canaries import numbers_in, phones_in, prices_in, words_in
from tests.oracle.knowledge import Eyes, Fact, Knowledge
from tests.oracle.opened import Opened, opened
from tests.relay import Taken

# How a command is written, whatever tickets there are: it tells nobody of one.
EXAMPLE = re.compile(r"(?:Zum Beispiel|For example):\s+(?:AKTE|FILE)\s+(?:<span[^>]*>)?T-1042")


@dataclass(frozen=True, slots=True)
class Fault:
    """`act`: the act after which it was seen."""

    act: str
    sentence: str
    mail: Taken | None = None

    def __str__(self) -> str:
        return f"{self.act}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Due:
    """A word that one of these addresses must get; the number of a public ticket counts as one."""

    addresses: frozenset[str]
    word: str
    what: str


@dataclass(slots=True)
class Checker:
    """`figures`: how much was looked at, so that nobody takes silence for proof."""

    knowledge: Knowledge
    faults: list[Fault] = field(default_factory=list)
    figures: Counter[str] = field(default_factory=Counter)

    def check(self, act: str, mail: Taken, day: date) -> None:
        """Every canary and every number in the mail, wherever it stands, against its recipients' rights that day."""
        eyes = self.knowledge.eyes(mail.rcpt_to, day)
        seen = opened(mail)
        facts = self.knowledge.facts.values()
        self.figures["mails read"] += 1
        self.figures["pairs checked"] += len(facts)
        self.figures["pairs forbidden"] += sum(not fact.may_be_known_by(eyes) for fact in facts)
        for fact in self._facts_in(seen):
            self.figures["canaries seen"] += 1
            if not fact.may_be_known_by(eyes):
                self._leak(act, mail, f"{fact.what} ({fact.word})")
        for kind, number, order in numbers_in(EXAMPLE.sub("", said) for said in seen.said):
            self.figures["numbers seen"] += 1
            if not self._may_name(eyes, kind, number, order, day):
                self._leak(act, mail, f"that there is {kind}-{number}{f'-{order}' if order else ''}")

    def _may_name(self, eyes: Eyes, kind: str, number: int, order: int, day: date) -> bool:
        """An order is the assignee's and the managers'; a ticket is known to whoever reads any of its channels."""
        known = self.knowledge
        matter = known.matters.get(number) if kind == "A" else known.matter(number)
        if matter is None or known.typed.get(number, set()) & (eyes.managed | eyes.ids):
            return True
        if kind == "A" and matter.house not in eyes.managed:
            return matter.orders.get(order) in eyes.ids
        return any(matter.is_known_to(person, day) for person in eyes.readers)

    def _facts_in(self, seen: Opened) -> list[Fact]:
        facts = self.knowledge.facts
        words = words_in(seen.everything)
        phones = phones_in(seen.everything, self.knowledge.phones)
        found = words | phones | prices_in(seen.said)
        return [facts[word] for word in sorted(found) if word in facts]

    def _leak(self, act: str, mail: Taken, what: str) -> None:
        subject = mail.message["Subject"]
        self.faults.append(Fault(act, f"{mail.rcpt_to} learns {what} in “{subject}”", mail))

    def check_log(self, act: str, log: str) -> None:
        """No line says who wrote or what (SAFETY, P7), and none is an error."""
        for line in log.splitlines():
            if '"level": "error"' in line:
                self.faults.append(Fault(act, f"the log says {line[:600]}"))
        facts = self.knowledge.facts
        self.figures["log lines read"] += log.count("\n")
        for word in sorted(words_in([log]) | phones_in([log], self.knowledge.phones) | prices_in([log])):
            if word in facts:
                self.faults.append(Fault(act, f"the log tells {facts[word].what} ({word})"))

    def demand(self, act: str, dues: Iterable[Due], mails: Iterable[Taken]) -> None:
        """That each of them is in one of the mails."""
        said = [(mail.rcpt_to, opened(mail)) for mail in mails] if (dues := tuple(dues)) else []
        for due in dues:
            self.figures["deliveries demanded"] += 1
            if not any(says(seen, due.word) for address, seen in said if address in due.addresses):
                who = " or ".join(sorted(due.addresses))
                self.faults.append(Fault(act, f"{who} never got {due.what} ({due.word})"))


def says(seen: Opened, word: str) -> bool:
    if word.startswith("xq"):
        return word in words_in(seen.everything)
    kind, _, number = word.partition("-")
    return any((k, str(n)) == (kind, number) for k, n, _ in numbers_in(seen.said))

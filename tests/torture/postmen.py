"""Knows how a client that means it brings a mail: again and again, the same octets, until the server answers for it."""

import hashlib
import math
import random
import re
import smtplib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.clients import CLIENTS, reply_in
from tests.house import ANNA, BORDER, HANSEN, HARBOUR, HOUSE, MILLER, YILDIZ
from tests.relay import Taken

PATIENCE = 60.0  # seconds for any answer
RESIDENTS = ((ANNA, HOUSE), (YILDIZ, HOUSE), (MILLER, HOUSE), (HANSEN, HARBOUR))
EXTENDED = ["body=8bitmime"]
WORD = re.compile(r"\bword-[a-z0-9-]+")  # as reports and replies carry them


@dataclass(slots=True)
class Letter:
    """One mail of a resident. `word` stands in it and in no other one."""

    word: str
    author: str
    rcpt_to: str
    octets: bytes
    message_id: str
    is_reply: bool
    tries: int = 0
    broken: int = 0  # how often the connection broke after DATA and before the answer
    put_off: int = 0  # how often the answer was 4xx
    acknowledged: bool = False
    refused: str = ""


def report(word: str, author: str, rcpt_to: str, *, ballast: int = 0) -> Letter:
    """A new mail: 8-bit, with lines that begin with dots, and `ballast` octets of an attachment."""
    mail = EmailMessage(policy=policy.SMTP.clone(cte_type="8bit"))
    domain = author.partition("@")[2]
    mail["Authentication-Results"] = f"{BORDER}; dmarc=pass (p=reject) header.from={domain}"
    mail["From"] = f"<{author}>"
    mail["To"] = f"<{rcpt_to}>"
    mail["Subject"] = f"Heizung {word}"
    mail["Date"] = "Tue, 14 Oct 2025 12:00:00 +0200"
    mail["Message-ID"] = f"<{word}@{domain}>"
    told = f"der Heizkörper im Bad wird nicht warm. Kennwort {word}.\n.ein Punkt\n..zwei\n{_other(word)}"
    words = f"Guten Tag,\n\n{told}\n\nGrüße\n"
    mail.set_content(words, cte="8bit")
    if ballast:
        mail.add_attachment(random.Random(word).randbytes(ballast), "image", "jpeg", filename="bad.jpg")
    return Letter(word, author, rcpt_to, mail.as_bytes(), f"{word}@{domain}", is_reply=False)


def _other(word: str) -> str:
    """Words that no other report has: who tells the same again is heard in the old ticket."""
    digest = hashlib.sha256(word.encode()).hexdigest()
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def reply(word: str, ours: Taken, *, client: str) -> Letter:
    """An answer to a mail that the relay has, as that mail program writes it."""
    author = ours.rcpt_to
    to = ours.message["Reply-To"].addresses[0].addr_spec
    octets = reply_in(
        client,
        ours.octets,
        f"Es tropft jetzt auch. Kennwort {word}.",
        from_address=author,
        from_name="",
        to=to,
    )
    domain = author.partition("@")[2]
    verdict = f"Authentication-Results: {BORDER}; dmarc=pass (p=reject) header.from={domain}\n"
    wired = b"\r\n".join((verdict.encode() + octets).replace(b"\r\n", b"\n").split(b"\n"))
    message_id = str(message_from_bytes(wired, policy=policy.default)["Message-ID"]).strip("<> ")
    return Letter(word, author, to, wired, message_id, is_reply=True)


@dataclass(slots=True)
class Postman:
    """Brings letter after letter over one connection while it lasts. `port` gives 0 while nobody listens."""

    port: Callable[[], int]
    letters: Callable[[], Letter | None]
    random: random.Random
    pause: float = 0.2
    is_waiting: bool = False  # the whole mail is said, the answer is not yet heard
    deadline: float = math.inf  # monotonic: until then a letter is tried again
    finishing: threading.Event = field(default_factory=threading.Event)
    client: smtplib.SMTP | None = None
    thread: threading.Thread | None = None

    def start(self) -> None:
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def finish(self, seconds: float) -> bool:
        """The letter in hand is brought; then the postman goes home. False: it could not be brought in time."""
        self.finishing.set()
        assert self.thread is not None
        self.thread.join(seconds)
        return not self.thread.is_alive()

    def give_up(self) -> None:
        """Goes home with the letter in hand."""
        self.finishing.set()
        self.deadline = 0.0
        assert self.thread is not None
        self.thread.join()

    def _run(self) -> None:
        while not self.finishing.is_set():
            letter = self.letters()
            if letter is not None:
                self.bring(letter)
            self.finishing.wait(self.random.uniform(0, self.pause))
        self.hang_up()

    def bring(self, letter: Letter) -> None:
        """Until it is acknowledged or refused for good."""
        while not letter.acknowledged and not letter.refused and time.monotonic() < self.deadline:
            if not self.try_once(letter):
                time.sleep(0.02)

    def try_once(self, letter: Letter) -> bool:
        """Whether the server answered for it."""
        try:
            client = self._connected()
            if client is None:
                return False
            letter.tries += 1
            return self._say(client, letter)
        except (OSError, smtplib.SMTPException):
            letter.broken += self.is_waiting
            self.hang_up()
            return False
        finally:
            self.is_waiting = False

    def _say(self, client: smtplib.SMTP, letter: Letter) -> bool:
        code, text = client.mail(letter.author, EXTENDED)
        if code == 250:
            code, text = client.rcpt(letter.rcpt_to)
        if code == 250:
            self.is_waiting = True
            code, text = client.data(letter.octets)
        if code == 250:
            letter.acknowledged = True
            return True
        letter.put_off += code < 500
        if code >= 500:
            letter.refused = f"{code} {text.decode('utf-8', 'replace')}"
        client.rset()
        return False

    def _connected(self) -> smtplib.SMTP | None:
        if self.client is None and (port := self.port()):
            client = smtplib.SMTP("127.0.0.1", port, local_hostname="client.example", timeout=PATIENCE)
            client.ehlo()
            self.client = client
        return self.client

    def hang_up(self) -> None:
        client, self.client = self.client, None
        if client is not None:
            client.close()


@dataclass(slots=True)
class Postbag:
    """What is written, by whom and when: new mails, and answers to mails of ours that residents got."""

    seed: int
    relayed: Callable[[], list[Taken]]
    limit: int
    reply_share: float = 0.4
    letters: list[Letter] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self) -> Letter | None:
        """A new letter, or None when enough are written."""
        with self.lock:
            if len(self.letters) >= self.limit:
                return None
            number = len(self.letters) + 1
            chance = random.Random(f"{self.seed}/{number}")
            word = f"word-{self.seed}-{number:05}"
            letter = self._reply(word, chance) or self._report(word, chance)
            self.letters.append(letter)
            return letter

    def _report(self, word: str, chance: random.Random) -> Letter:
        author, house = chance.choice(RESIDENTS)
        return report(word, author, house, ballast=chance.choice((0, 0, 0, 2_000, 300_000)))

    def _reply(self, word: str, chance: random.Random) -> Letter | None:
        residents = {author for author, _ in RESIDENTS}
        ours = [mail for mail in self.relayed() if mail.rcpt_to in residents]
        if not ours or chance.random() >= self.reply_share:
            return None
        return reply(word, chance.choice(ours), client=chance.choice(sorted(CLIENTS)))

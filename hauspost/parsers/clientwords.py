"""Knows what mail clients print around a quote, in the languages of those who live and work in our houses."""

from typing import Final

from hauspost.parsers.lines import phrase, rows


def _folded(table: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(phrase(entry) for entry in rows(table)))


# Verbs that say "wrote"; a row may hold several words.
WROTE: Final = _folded(
    """
    schrieb · geschrieben · wrote · writes · schreef · geschreven
    napisał · napisała · napisana · pisze · yazdı · ha scritto · scrive · escribió · escreveu · a écrit
    написал · написала · написав · пишет · пише · написа · написао
    a scris · je napisao · je napisala · napisao · napisala je · napisali su
    napsal · napísal · skrev · kirjoitti · írta · έγραψε · كتب · كتبت · كتابة
    đã viết
    """
)
WROTE_UNSPACED: Final = _folded("写道 · のメール · 작성")  # written without blanks between words
# No client speaks of itself so: "Am Montag schrieb ich an haus@…:" is the author's.
BY_THE_AUTHOR: Final = _folded(
    """
    schrieb ich · schrieb ihnen · schrieb mir · schrieb uns · schrieben wir · schrieben sie · ich schrieb
    habe ich · haben wir · hatte ich · hatten wir · hat mir · hat uns · haben sie · i wrote · we wrote · i have · i had
    wrote me · wrote to me
    """
)
# With what a person begins to tell who wrote: "Herr Müller schrieb:".
NO_NAMES: Final = frozenset(
    _folded(
        """
        er · sie · es · ich · wir · ihr · der · die · das · herr · frau · familie · firma · mein · meine · unser
        unsere · he · she · they · the · i · we · mr · mrs · ms · my · our · dann · then · gestern · heute
        """
    )
)
# A person's way to name a person, and how else than by mail one writes: no client says so without an address.
TITLES: Final = frozenset(_folded("herr · herrn · frau · familie · mr · mrs · ms · miss"))
OTHER_WAYS: Final = frozenset(
    _folded("whatsapp · sms · telegram · messenger · facebook · brief · zettel · fax · telefonisch")
)
# Webmails of old: "Zitat von Anna Berger <…>:", an address behind it.
QUOTING: Final = _folded("zitat von · quoting · citando a · citaat van")
# What may stand between clock and name where no verb follows: "13. Okt. 2025, 08:02 von anna@…:".
BY: Final = frozenset(_folded("von · by · de · da · van · od · от · від · par · Uhr · am · pm"))
# With what the first line begins: a preposition, or a weekday where the language needs none.
BEGINS: Final = frozenset(
    _folded(
        """
        am · on · at · le · il · el · em · op · w · dnia · den · dne · la · pa · pe · ma · u · dana · în · în data
        στις · в · на · في · tarihinde · пн · вт · ср · чт · пт · сб · нд · вс
        """
    )
)

# Names of the fields of a header block.
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "from": _folded(
        """
        von · absender · from · de · da · van · od · kimden · från · fra · de la · expeditor · от · від · от кого
        šalje · pošiljatelj · saatja · lähettäjä · feladó · από · من · المرسل
        """
    ),
    "date": _folded(
        """
        gesendet · datum · gesendet am · verschickt · date · sent · sent on · envoyé · envoyé le · data
        inviato · verzonden · enviado · fecha · enviado el · enviada em · enviado em · wysłano · wysłane
        gönderildi · gönderilme tarihi · gönderme tarihi · tarih · skickat · sendt · dato
        дата · отправлено · надіслано · изпратено · trimis · dată · expediat · poslano · odesláno
        lähetetty · päivämäärä · päiväys · elküldve · küldve · dátum · στάλθηκε · ημερομηνία
        تاريخ الإرسال · التاريخ · تم الإرسال
        """
    ),
    "to": _folded(
        """
        an · to · a · à · aan · para · do · kime · alıcı · till · til · pour · кому · до · către · za · prima
        primatelj · komu · empfänger · vastaanottaja · címzett · προς · إلى
        """
    ),
    "cc": _folded(
        """
        cc · kopie · kopie an · copie · copie à · copia · копия · копія · копие · dw · bilgi · kopia · kopi · kopija
        kopio · másolatot kap · κοιν · نسخة · bcc
        """
    ),
    "subject": _folded(
        """
        betreff · subject · objet · sujet · oggetto · onderwerp · asunto · assunto · temat · konu · ämne
        emne · тема · относно · subiect · predmet · předmět · aihe · tárgy · θέμα · الموضوع
        """
    ),
    "reply_to": _folded(
        "antwort an · reply to · répondre à · responder a · risposta · rispondi a · odpowiedz do · antwoord aan"
    ),
    "other": _folded(
        """
        priorität · wichtigkeit · importance · priority · anlagen · anlage · attachments · organisation
        organization · gesendet von · sent by · bijlagen · pièces jointes · allegati · adjuntos · ekler
        вложения · załączniki · prilozi
        """
    ),
}

# What stands between dashes above an answered mail.
ANSWERED: Final = _folded(
    """
    ursprüngliche nachricht · urspr. nachricht · ursprüngliche mail · ursprüngliche e-mail
    originalnachricht · original-nachricht · original-mail · antwort nachricht
    original message · originalmessage · original email · original e-mail · reply message
    message d'origine · message original · message initial · messaggio originale · messaggio originario
    mensaje original · mensagem original · oorspronkelijk bericht · origineel bericht
    wiadomość oryginalna · oryginalna wiadomość · orijinal mesaj · orijinal ileti · özgün ileti
    исходное сообщение · оригинальное сообщение · оригінальне повідомлення · вихідне повідомлення
    mesaj original · mesajul original · izvorna poruka · originalna poruka
    ursprungligt meddelande · originalmeddelande · oprindelig meddelelse · opprinnelig melding
    alkuperäinen viesti · původní zpráva · eredeti üzenet · αρχικό μήνυμα · الرسالة الأصلية · رسالة أصلية
    ursprünglicher termin · original appointment · ursprüngliche mitteilung · original
    previous replies · vorherige antworten
    """
)
# Above a forwarded one.
FORWARDED: Final = _folded(
    """
    weitergeleitete nachricht · anfang der weitergeleiteten nachricht · anfang der weitergeleiteten e-mail
    weitergeleitete e-mail · weitergeleitete mail
    forwarded message · begin forwarded message · start of forwarded message · forwarded email
    forwarded mail · message transféré · début du message transféré · début du message réexpédié
    messaggio inoltrato · inizio messaggio inoltrato · mensaje reenviado · inicio del mensaje reenviado
    mensagem encaminhada · mensagem reencaminhada · início da mensagem encaminhada
    início da mensagem reencaminhada · doorgestuurd bericht · begin doorgestuurd bericht
    przekazana wiadomość · treść przekazanej wiadomości · początek przekazywanej wiadomości
    początek przekazanej wiadomości · iletilen mesaj · iletilmiş ileti · iletilen ileti · iletilen ileti başlangıcı
    пересылаемое сообщение · пересланное сообщение · перенаправленное сообщение
    начало переадресованного сообщения · переслане повідомлення · початок пересланого повідомлення
    початок листа, що пересилається · mesaj redirecționat · începutul mesajului redirecționat
    proslijeđena poruka · početak proslijeđene poruke · vidarebefordrat meddelande · vidarebefordrat brev
    videresendt besked · start på videresendt besked · videresendt melding · välitetty viesti
    välitetty viesti alkaa · přeposlaná zpráva · začátek přeposílané zprávy · továbbított üzenet
    továbbított üzenet kezdete · προωθημένο μήνυμα · رسالة محولة · بداية الرسالة المُعاد توجيهها
    """
)
# Notes says who and when: "----- Weitergeleitet von Anna Berger/HV am 13.10.2025 08:02 -----".
HANDED_ON: Final = tuple(f"{row} " for row in _folded("weitergeleitet von · forwarded by · transféré par"))

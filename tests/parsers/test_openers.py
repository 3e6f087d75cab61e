"""Knows the sentences, header blocks and dividers that clients print in the languages of those who live here."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hauspost.parsers.clientwords import FIELDS
from hauspost.parsers.forwards import forwarded
from hauspost.parsers.lines import phrase
from hauspost.parsers.quotes import part

# Language, client, the sentence as that client prints it.
ATTRIBUTIONS = """\
de|Gmail|Am Mo., 13. Okt. 2025 um 08:02 Uhr schrieb Haus Linde <haus@tickets.example>:
de|Apple Mail|Am 13.10.2025 um 08:02 schrieb Haus Linde <haus@tickets.example>:
de|iOS 18|Am 13. Okt. 2025 um 08:02 schrieb Haus Linde <haus@tickets.example>:
de|Thunderbird|Am 13.10.25 um 08:02 schrieb Haus Linde:
de|Yahoo|Am Montag, 13. Oktober 2025 um 08:02:11 MESZ hat Haus Linde <haus@tickets.example> Folgendes geschrieben:
de|Proton|Haus Linde <haus@tickets.example> schrieb am Montag, 13. Oktober 2025 um 08:02:
de|Proton 4|Am Montag, 13. Oktober 2025 um 08:02 schrieb Haus Linde <haus@tickets.example>:
de|Open-Xchange|Haus Linde <haus@tickets.example> hat am 13.10.2025 08:02 CEST geschrieben:
de|Roundcube|Am 13.10.2025 08:02, schrieb Haus Linde:
de|Horde|Zitat von Haus Linde <haus@tickets.example>:
de|Evolution|Am Montag, dem 13.10.2025 um 08:02 +0200 schrieb Haus Linde:
de|KMail|Am Montag, 13. Oktober 2025, 08:02:11 Mitteleuropäische Sommerzeit schrieb Haus Linde:
de|Zoho|---- Am Mo., 13 Okt. 2025 08:02:11 +0200 Haus Linde <haus@tickets.example> schrieb ----
de|Spark|Am 13. Okt. 2025, 08:02 +0200 schrieb Haus Linde <haus@tickets.example>:
de|Tuta|13. Okt. 2025, 08:02 von haus@tickets.example:
de|FairEmail|Am 13. Oktober 2025 08:02:11 MESZ schrieb Haus Linde <haus@tickets.example>:
de|BlueMail|Am 13. Okt. 2025, um 08:02, Haus Linde <haus@tickets.example> schrieb:
de|Notes|-----"Haus Linde" <haus@tickets.example> schrieb: -----
en|Gmail|On Mon, Oct 13, 2025 at 8:02\u202fAM Haus Linde <haus@tickets.example> wrote:
en|Gmail, older|On Mon, Oct 13, 2025 at 8:02 AM, Haus Linde <haus@tickets.example> wrote:
en|Apple Mail|On 13 Oct 2025, at 08:02, Haus Linde <haus@tickets.example> wrote:
en|Thunderbird|On 13/10/2025 08:02, Haus Linde wrote:
en|Outlook for iOS|On Mon, Oct 13, 2025 at 8:02 AM +0200, "Haus Linde" <haus@tickets.example> wrote:
en|Yahoo|On Monday, 13 October 2025 at 08:02:11 CEST, Haus Linde <haus@tickets.example> wrote:
en|Proton|On Monday, October 13th, 2025 at 8:02 AM, Haus Linde <haus@tickets.example> wrote:
en|Fastmail|On Mon, 13 Oct 2025, at 8:02 AM, Haus Linde wrote:
en|Zoho|---- On Mon, 13 Oct 2025 08:02:11 +0200 Haus Linde <haus@tickets.example> wrote ----
en|Spark|On 13. Oct 2025 at 08:02 +0200, Haus Linde <haus@tickets.example>, wrote:
en|Tuta|Oct 13, 2025, 08:02 by haus@tickets.example:
en|Horde|Quoting Haus Linde <haus@tickets.example>:
en|Mutt|On Mon, Oct 13, 2025 at 08:02:11AM +0200, Haus Linde wrote:
en|Mutt, own|* Haus Linde <haus@tickets.example> [2025-10-13 08:02]:
en|Roundcube|On 2025-10-13 08:02, Haus Linde wrote:
en|Notes|-----"Haus Linde" <haus@tickets.example> wrote: -----
en|HEY|On October 13, 2025, Haus Linde <haus@tickets.example> wrote:
en|Superhuman|On Mon, Oct 13, 2025 at 8:02 AM, Haus Linde < haus@tickets.example > wrote:
nl|Gmail|Op ma 13 okt 2025 om 08:02 schreef Haus Linde <haus@tickets.example>:
nl|Apple Mail|Op 13 okt 2025, om 08:02 heeft Haus Linde <haus@tickets.example> het volgende geschreven:
nl|Thunderbird|Op 13-10-2025 om 08:02 schreef Haus Linde:
pl|Gmail|pon., 13 paź 2025 o 08:02 Haus Linde <haus@tickets.example> napisał(a):
pl|Apple Mail|Wiadomość napisana przez Haus Linde <haus@tickets.example> w dniu 13 paź 2025, o godz. 08:02:
pl|Thunderbird|W dniu 13.10.2025 o 08:02, Haus Linde pisze:
pl|Yahoo|W dniu poniedziałek, 13 października 2025 08:02:11 CEST Haus Linde <haus@tickets.example> napisał(a):
tr|Gmail|Haus Linde <haus@tickets.example>, 13 Eki 2025 Pzt, 08:02 tarihinde şunu yazdı:
tr|Apple Mail|Haus Linde <haus@tickets.example> şunları yazdı (13 Eki 2025 08:02):
tr|Thunderbird|13.10.2025 08:02 tarihinde Haus Linde yazdı:
it|Gmail|Il giorno lun 13 ott 2025 alle ore 08:02 Haus Linde <haus@tickets.example> ha scritto:
it|Apple Mail|Il giorno 13 ott 2025, alle ore 08:02, Haus Linde <haus@tickets.example> ha scritto:
it|Thunderbird|Il 13/10/2025 08:02, Haus Linde ha scritto:
it|Yahoo|In data lunedì 13 ottobre 2025 alle ore 08:02:11 CEST, Haus Linde <haus@tickets.example> ha scritto:
es|Gmail|El lun, 13 oct 2025 a las 8:02, Haus Linde (<haus@tickets.example>) escribió:
es|Apple Mail|El 13 oct 2025, a las 8:02, Haus Linde <haus@tickets.example> escribió:
es|Thunderbird|El 13/10/2025 a las 8:02, Haus Linde escribió:
fr|Gmail|Le lun. 13 oct. 2025 à 08:02, Haus Linde <haus@tickets.example> a écrit :
fr|Apple Mail|Le 13 oct. 2025 à 08:02, Haus Linde <haus@tickets.example> a écrit\xa0:
fr|Thunderbird|Le 13/10/2025 à 08:02, Haus Linde a écrit :
ru|Gmail|пн, 13 окт. 2025 г. в 08:02, Haus Linde <haus@tickets.example>:
ru|Apple Mail|13 окт. 2025 г., в 08:02, Haus Linde <haus@tickets.example> написал(а):
ru|Thunderbird|13.10.2025 08:02, Haus Linde пишет:
ru|Mail.ru|Понедельник, 13 октября 2025, 8:02 +02:00 от Haus Linde <haus@tickets.example>:
ru|Yandex|13.10.2025, 08:02, "Haus Linde" <haus@tickets.example>:
uk|Gmail|пн, 13 жовт. 2025 р. о 08:02 Haus Linde <haus@tickets.example> пише:
uk|Apple Mail|13 жовт. 2025 р. о 08:02 Haus Linde <haus@tickets.example> написав(-ла):
uk|Thunderbird|13.10.2025 08:02, Haus Linde пише:
ar|Gmail|\u202bفي الاثنين، 13 أكتوبر 2025 في 8:02 ص تمت كتابة ما يلي بواسطة Haus <haus@tickets.example\u200f>:\u202c
ar|Apple Mail|في 13\u200f/10\u200f/2025، الساعة 8:02 ص، كتب/كتبت Haus Linde <haus@tickets.example>:
ar|Apple Mail, eastern digits|في ١٣ أكتوبر ٢٠٢٥، الساعة ٨:٠٢ ص، كتب Haus Linde <haus@tickets.example>:
ar|Thunderbird|في 13\u200f/10\u200f/2025 8:02 ص، كتب Haus Linde:
ro|Gmail|În lun., 13 oct. 2025 la 08:02, Haus Linde <haus@tickets.example> a scris:
ro|Apple Mail|Pe 13 oct. 2025, la 08:02, Haus Linde <haus@tickets.example> a scris:
ro|Thunderbird|La 13.10.2025 08:02, Haus Linde a scris:
hr|Gmail|pon, 13. lis 2025. u 08:02 Haus Linde <haus@tickets.example> napisao je:
hr|Apple Mail|Dana 13. lis. 2025. u 08:02, Haus Linde <haus@tickets.example> je napisao/la:
hr|Thunderbird|Dana 13. 10. 2025. u 08:02, Haus Linde je napisao/la:
pt|Gmail|Em seg., 13 de out. de 2025 às 08:02, Haus Linde <haus@tickets.example> escreveu:
pt|Gmail, Portugal|Haus Linde <haus@tickets.example> escreveu (segunda, 13/10/2025 à(s) 08:02):
pt|Thunderbird|Em 13/10/2025 08:02, Haus Linde escreveu:
pt|Apple Mail|No dia 13/10/2025, às 08:02, Haus Linde <haus@tickets.example> escreveu:
sv|Gmail|Den mån 13 okt. 2025 kl 08:02 skrev Haus Linde <haus@tickets.example>:
sv|Apple Mail|13 okt. 2025 kl. 08:02 skrev Haus Linde <haus@tickets.example>:
sv|Thunderbird|Den 2025-10-13 kl. 08:02, skrev Haus Linde:
da|Gmail|Den man. 13. okt. 2025 kl. 08.02 skrev Haus Linde <haus@tickets.example>:
da|Thunderbird|Den 13.10.2025 kl. 08.02 skrev Haus Linde:
no|Gmail|man. 13. okt. 2025 kl. 08:02 skrev Haus Linde <haus@tickets.example>:
fi|Gmail|ma 13. lokak. 2025 klo 8.02 Haus Linde (haus@tickets.example) kirjoitti:
fi|Thunderbird|Haus Linde kirjoitti 13.10.2025 klo 8.02:
cs|Gmail|po 13. 10. 2025 v 8:02 odesílatel Haus Linde <haus@tickets.example> napsal:
cs|Thunderbird|Dne 13. 10. 2025 v 8:02 Haus Linde napsal(a):
cs|Apple Mail|13. 10. 2025 v 8:02, Haus Linde <haus@tickets.example>:
hu|Gmail|Haus Linde <haus@tickets.example> ezt írta (időpont: 2025. okt. 13., H, 8:02):
hu|Thunderbird|2025. 10. 13. 8:02 keltezéssel, Haus Linde írta:
sk|Gmail|po 13. 10. 2025 o 8:02 Haus Linde <haus@tickets.example> napísal(a):
el|Gmail|Στις Δευ 13 Οκτ 2025 στις 8:02 π.μ., ο/η Haus Linde <haus@tickets.example> έγραψε:
bg|Gmail|На пн, 13.10.2025 г. в 8:02 Haus Linde <haus@tickets.example> написа:
sr|Gmail|пон, 13. окт 2025. у 08:02 Haus Linde <haus@tickets.example> је написао/ла:
"""

# Language, client, the names of its header block in its order.
BLOCKS = """\
de|Outlook|Von:/Gesendet:/An:/Betreff:
de|Outlook cc|Von:/Gesendet:/An:/Cc:/Betreff:
de|GMX|Gesendet:/Von:/An:/Betreff:
de|T-Online|Betreff:/Datum:/Von:/An:
de|Outlook bold|*Von:*/*Gesendet:*/*An:*/*Betreff:*
de|Notes|Von:\t/An:\t/Datum:\t/Betreff:\t
de|eM|Von:/An:/Gesendet:/Betreff:
en|Outlook|From:/Sent:/To:/Subject:
en|Outlook Mac|From: /Date: /To: /Subject:
en|bold|**From:**/**Sent:**/**To:**/**Subject:**
nl|Outlook|Van:/Verzonden:/Aan:/Onderwerp:
pl|Outlook|Od:/Wysłano:/Do:/Temat:
pl|Mac|Od: /Data: /Do: /Temat:
tr|Outlook|Kimden:/Gönderildi:/Kime:/Konu:
tr|Outlook old|Kimden:/Gönderme Tarihi:/Kime:/Konu:
it|Outlook|Da:/Inviato:/A:/Oggetto:
es|Outlook|De:/Enviado el:/Para:/Asunto:
es|web|De:/Enviado:/Para:/Asunto:
fr|Outlook|De :/Envoyé :/À :/Objet :
fr|Mac|De : /Date : /À : /Objet :
ru|Outlook|От:/Отправлено:/Кому:/Тема:
ru|Mac|От: /Дата: /Кому: /Тема:
uk|Outlook|Від:/Надіслано:/Кому:/Тема:
ar|Outlook|من:/تم الإرسال:/إلى:/الموضوع:
ar|web|من:/التاريخ:/إلى:/الموضوع:
ro|Outlook|De la:/Trimis:/Către:/Subiect:
ro|Gmail|De la:/Dată:/Către:/Subiect:
hr|Outlook|Od:/Poslano:/Prima:/Predmet:
hr|old|Šalje:/Poslano:/Prima:/Predmet:
pt|Outlook|De:/Enviado:/Para:/Assunto:
pt|br|De:/Enviada em:/Para:/Assunto:
sv|Outlook|Från:/Skickat:/Till:/Ämne:
da|Outlook|Fra:/Sendt:/Til:/Emne:
fi|Outlook|Lähettäjä:/Lähetetty:/Vastaanottaja:/Aihe:
cs|Outlook|Od:/Odesláno:/Komu:/Předmět:
hu|Outlook|Feladó:/Elküldve:/Címzett:/Tárgy:
el|Outlook|Από:/Στάλθηκε:/Προς:/Θέμα:
"""

DIVIDERS = """\
-----Ursprüngliche Nachricht-----
----- Ursprüngliche Mail -----
-----Original-Nachricht-----
-------- Original-Nachricht --------
------ Originalnachricht ------
-----Original Message-----
------ Original Message ------
-----Oorspronkelijk bericht-----
-----Wiadomość oryginalna-----
-----Özgün İleti-----
-----Orijinal Mesaj-----
-----Messaggio originale-----
-----Mensaje original-----
-----Message d'origine-----
-----Исходное сообщение-----
-----Вихідне повідомлення-----
-----الرسالة الأصلية-----
-----Mesaj original-----
-----Izvorna poruka-----
-----Ursprungligt meddelande-----
-----Původní zpráva-----
-----Eredeti üzenet-----
---------- Forwarded message ---------
---------- Weitergeleitete Nachricht ---------
-------- Weitergeleitete Nachricht --------
Anfang der weitergeleiteten Nachricht:
Anfang der weitergeleiteten E-Mail:
Begin forwarded message:
Début du message réexpédié :
-------- Message transféré --------
-------- Doorgestuurd bericht --------
Begin doorgestuurd bericht:
-------- Messaggio Inoltrato --------
Inizio messaggio inoltrato:
Inicio del mensaje reenviado:
-------- Mensaje reenviado --------
-------- Przekazana wiadomość --------
-------- Treść przekazanej wiadomości --------
Początek przekazywanej wiadomości:
İletilen ileti başlangıcı:
-------- İletilmiş ileti --------
Начало переадресованного сообщения:
-------- Перенаправленное сообщение --------
-------- Переслане повідомлення --------
Початок листа, що пересилається:
Începutul mesajului redirecționat:
-------- Mesaj redirecționat --------
-------- Proslijeđena poruka --------
Početak proslijeđene poruke:
بداية الرسالة المُعاد توجيهها:
-------- رسالة محولة --------
-------- Vidarebefordrat meddelande --------
-------- Välitetty viesti --------
------- Weitergeleitete Nachricht -------
========= Forwarded message =========
--- Ursprüngliche Nachricht ---
----- Ursprüngliche Nachricht -----
---- Weitergeleitet von Anna Berger/HV am 13.10.2025 08:02 ----
----- Forwarded by Anna Berger/HV on 13.10.2025 08:02 -----
-----Ursprünglicher Termin-----
-----Original Appointment-----
-----Ursprüngliche Nachricht----
"""

VALUES = {
    "from": "Haus Linde <haus@tickets.example>",
    "date": "Montag, 13. Oktober 2025 08:02",
    "to": "Anna Berger",
    "cc": "Tim Lorenz",
    "subject": "Heizung kalt",
}


def rows_of(table: str, fields: int) -> list[tuple[str, ...]]:
    found = [tuple(line.rsplit("|", fields - 1)) for line in table.splitlines()]
    assert all(len(row) == fields for row in found)
    return found


def wrapped(sentence: str, width: int) -> str:
    return textwrap.fill(sentence, width, break_long_words=False, break_on_hyphens=False)


def field_of(name: str) -> str:
    said = phrase(name)
    return next(field for field, names in FIELDS.items() if said in names)


def block_of(names: str) -> str:
    return "\n".join(f"{name} {VALUES[field_of(name)]}" for name in names.split("/"))


@pytest.mark.parametrize("language, client, sentence", rows_of(ATTRIBUTIONS, 3))
def test_a_clients_sentence_opens_its_quote(language: str, client: str, sentence: str) -> None:
    for shown in (sentence, wrapped(sentence, 76), wrapped(sentence, 60)):
        assert part(f"Neu.\n\n{shown}\n\n> alt\n> Zeile\n").new_text == "Neu."
        assert part(f"Neu.\n\n{shown}\n\nalt\nZeile\n").new_text == "Neu."
        assert part(f"{shown}\n> alt\n> Zeile\n\nNeu.\n").new_text == "Neu."
    assert part(f"Neu.\n\n> {sentence}\n> \n> alt\n").new_text == "Neu."


@pytest.mark.parametrize("language, client, names", rows_of(BLOCKS, 3))
def test_a_clients_header_block_opens_its_quote(language: str, client: str, names: str) -> None:
    block = block_of(names)
    rule = "_" * 32
    marked = "\n".join(f"> {line}" for line in f"{block}\n\nalt\nZeile".splitlines())
    for below in (f"{block}\n\nalt\nZeile", f"{rule}\n{block}\n\nalt\nZeile", marked):
        assert part(f"Neu.\n\n{below}\n").new_text == "Neu."
        inner = forwarded(f"Zur Kenntnis.\n\n{below}\n")
        assert inner is not None
        assert (inner.from_, inner.date) == (VALUES["from"], VALUES["date"])
        assert (inner.subject, inner.text) == (VALUES["subject"], "alt\nZeile")


@pytest.mark.parametrize("divider", DIVIDERS.splitlines())
def test_a_clients_divider_opens_its_quote(divider: str) -> None:
    assert part(f"Neu.\n\n{divider}\n\nalt\nZeile\n").new_text == "Neu."


# Sentences of people that hold a date, an address or the verb. None of them opens a quote.
STORIES = """\
Am Montag schrieb mir Herr Müller:
Am 13.10.2025 schrieb mir der Eigentümer, dass er zahlt:
On the other hand, he wrote:
On Monday the plumber wrote:
Meine Adresse ist anna@post.example:
Am 13.10.2025 um 08:02 kam der Monteur:
13.10.2025, 08:02 Uhr: Wasser im Keller
13.10.2025 08:02 Anruf von Frau Schulz, sie sagt an haus@tickets.example:
Das schrieb ich am 13.10.2025 um 8:02 Uhr an Sie.
Zitat von meinem Nachbarn:
Original Nachricht liegt bei.
Von: 8 Uhr
An: 10 Uhr
Datum: morgen
Weitergeleitet von mir.
From Monday to Friday I am at work:
"""


@pytest.mark.parametrize("story", STORIES.splitlines())
def test_a_persons_own_sentence_opens_nothing(story: str) -> None:
    text = f"Guten Tag,\n{story}\nEs tropft immer noch.\nUnd jetzt auch im Flur."
    assert part(text).new_text == text


# Joined, such lines sound like a client's sentence or block: a name, an address, a date, a verb, a colon.
TOLD = """\
Die Daten: Von: Keller, An: Dach
Am 13.10.2025 um 08:02 war niemand da:
Am Montag um 8:02 schrieb die Firma info@wolf.example, dass sie kommt:
Am 13.10.2025 um 08:02 schrieb die Firma <info@wolf.example>, dass sie kommt.
Frau Schulz (a@b.example) hat am 13.10.2025 geschrieben: sie zieht aus.
Meine Mailadresse: anna@post.example
Telefon: 0171 5550199
On Monday, Oct 13, 2025 the heating failed:
On 13/10/2025 at 08:02 I wrote to a@b.example:
He wrote on Monday:
Herr Meier schrieb:
Frau Anna Berger schrieb:
Weitergeleitet habe ich es am 13.10.2025 an a@b.example:
--
---
Seite 1:
* Punkt eins
- Punkt zwei
Gruß aus dem 3. OG
Danke
mfg
Von unten tropft es
An der Wand ist Schimmel
Betreff: Heizung
Datum: 13.10.2025
Original Rechnung liegt bei
13.10.2025 08:02 Wasser abgestellt:
Sent from the office
Gesendet habe ich alles
Das Paket wurde von DHL geschickt
Zitat von Frau Schulz:
Kopie an den Beirat
To be clear: no.
From the start: cold.
"""


@settings(max_examples=300, deadline=None)
@given(
    told=st.lists(st.sampled_from(TOLD.splitlines()), min_size=1, max_size=7),
    between=st.sampled_from(["\n", "\n\n"]),
)
def test_whatever_a_person_tells_in_whatever_order_no_line_is_lost(told: list[str], between: str) -> None:
    parted = part(between.join(told))
    kept = f"{parted.new_text}\n{parted.signature}".splitlines()
    assert [line for line in told if line not in kept] == []

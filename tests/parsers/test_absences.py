"""What programs on holiday write, and what people write who speak of being away."""

import pytest

from hauspost.parsers import absences
from hauspost.parsers.mail import Origin, of_known_author, parse_mail

# As providers propose them and as firms word them; each says until when.
NOTES = (
    "Ich bin bis zum 12.11. nicht im Büro.",
    "Ich bin vom 03.11. bis zum 12.11.2025 im Urlaub. Ihre E-Mail wird nicht weitergeleitet.",
    "Guten Tag,\n\nvielen Dank für Ihre Nachricht. Ich bin erst am 12. November wieder im Büro.",
    "Ich bin derzeit nicht im Haus und ab 12.11. wieder erreichbar. In dringenden Fällen wenden Sie sich an Frau Roth.",
    "In dringenden Fällen wenden Sie sich bitte an 030 5550199. Ich bin bis 12.11.2025 abwesend.",
    "Ich befinde mich bis einschließlich 12. November im Urlaub.",
    "Ich befinde mich zurzeit auf einer Dienstreise und bin ab dem 12.11. wieder im Büro.",
    "Ich bin auf Fortbildung und am 12.11. wieder für Sie da.",
    "Wir haben vom 22.12. bis 06.01. Betriebsferien.",
    "Betriebsferien 22.12.-06.01.! Im Notfall: 0171 5550101",
    "Wegen Betriebsurlaub bleibt unser Betrieb bis 06.01.2026 geschlossen.",
    "Unser Büro ist vom 24.12. bis 01.01. geschlossen.",
    "Unser Sekretariat ist bis zum 12.11. nicht besetzt.",
    "Wir sind bis zum 6. Januar im Betriebsurlaub. Ihre Anfrage wird danach bearbeitet.",
    "Sehr geehrte Damen und Herren,\nich bin bis 12.11. in Elternzeit. Ihre Nachricht wird nicht gelesen.",
    "Bis zum 12.11. bin ich außer Haus.",
    "Vom 3.11. bis 12.11. bin ich nicht erreichbar.",
    "Derzeit bin ich nur eingeschränkt erreichbar, ab 12.11. wieder wie gewohnt.",
    "Ich habe bis 12.11. keinen Zugriff auf meine E-Mails.",
    "Ich bin am 12.11. zurück. Ihre E-Mail wird erst nach meiner Rückkehr gelesen.",
    "Ihre E-Mail wird bis 12.11. weder bearbeitet noch weitergeleitet. Ich bin im Urlaub.",
    "Während meiner Abwesenheit bis 12.11. vertritt mich Herr Otto. Ich bin nicht erreichbar.",
    "Während unserer Abwesenheit wenden Sie sich bis zum 12.11. an die Zentrale.",
    "Danke für Ihre Mail. Ich bin ab Montag wieder im Büro.",
    "Leider bin ich bis Mittwoch nicht am Platz.",
    "Ich bin vom 3. bis 12. November nicht per E-Mail erreichbar.",
    "Ich bin bis auf Weiteres krankgemeldet, voraussichtlich bis 12.11.",
    "Hiermit teile ich mit, dass ich bis 12.11.2025 im Urlaub bin; dann bin ich wieder für Sie da.",
    "Liebe Kunden, unser Betrieb macht vom 20.12. bis 6.1. Weihnachtsferien.",
    "Bin im Urlaub bis 12.11.",
    "Ich bin bis 12.11. unterwegs und lese keine Mails.",
    "Unser Team befindet sich bis 12.11. in den Betriebsferien.",
    "Vom 24.12. bis einschließlich 1.1. ist unser Büro nicht besetzt.",
    "Hallo, leider erreichen Sie mich gerade nicht. Am 12.11. bin ich zurück.",
    "Hi, I'm OOO until 12 Nov.",
    "I am out of office until 12 November.",
    "I am out of the office until November 12 with limited access to email.",
    "Thank you for your message. I'm currently on leave with limited access to my email, back on Nov 12.",
    "I am currently on annual leave and will return on 12/11/2025.",
    "I am on vacation until 2025-11-12. In urgent cases please contact Otto.",
    "I will be out of the office from 3 to 12 November.",
    "We are on holiday until January 6th.",
    "Our office will be closed until 6 January.",
    "I will reply on my return on 12 November.",
    "I'm away until the 12th of November. While I am away, please contact Otto.",
    "I am travelling and back in the office on Monday.",
    "In my absence until 12 November please contact Mr Otto.",
    "I will be unavailable until Wednesday. For anything urgent call 030 5550199.",
    "Currently on parental leave. I shall be back 12 January 2026.",
    "I'll be back on Thursday. If it is urgent, please call.",
)  # fmt: skip

# People's: who has the key, when to come, what happened meanwhile.
PERSONS = (
    "Ich bin bis Freitag im Urlaub, Frau Meier hat den Schlüssel.",
    "Ich bin ab Montag nicht da, bitte vorher kommen.",
    "Während meiner Abwesenheit ist die Heizung ausgefallen.",
    "Ich bin vom 3. bis 12.11. im Urlaub. Bitte bis dahin nicht kommen.",
    "Wir sind im Urlaub und haben eben erfahren, dass es durch die Decke tropft!",
    "Ich bin nicht zuhause, der Nachbar macht auf.",
    "Bin erst am 12.11. wieder da, geht es danach?",
    "Wegen Urlaub kann ich erst ab dem 12.11. einen Termin machen.",
    "Herr Otto ist im Urlaub, sagt sein Büro. Wer kommt jetzt?",
    "Ihr Hausmeister war im Urlaub und niemand hat gestreut.",
    "Ihre Hausverwaltung war gestern nicht erreichbar, deshalb schreibe ich.",
    "Ich war bis gestern im Krankenhaus und habe Ihre Nachricht erst jetzt gelesen.",
    "Als wir aus dem Urlaub kamen, stand der Keller unter Wasser.",
    "Die Firma hat Betriebsferien, ich brauche aber jetzt eine Heizung!",
    "Ihr Büro ist laut Anrufbeantworter bis 6. Januar geschlossen. Die Heizung ist kalt.",
    "Der Aufzug ist nicht erreichbar, weil die Tür klemmt.",
    "Der Notdienst war nicht erreichbar.",
    "Am 12.11. bin ich nicht im Haus, am 13. schon.",
    "Bitte kommen Sie nicht am Montag, da bin ich auf einer Fortbildung.",
    "Ich bin auf Dienstreise, meine Frau öffnet Ihnen.",
    "Ich bin Montag bis Mittwoch nicht da, ab Donnerstag ab 16 Uhr.",
    "Ich arbeite im Homeoffice und bin immer erreichbar.",
    "Ich bin tagsüber nur eingeschränkt erreichbar, bitte abends anrufen.",
    "Ich bin wieder da. Die Heizung ist immer noch kalt.",
    "Wir sind ab morgen zwei Wochen weg, der Schlüssel liegt bei Schulz im 2. OG.",
    "Ich fahre am Freitag in den Urlaub, kann das vorher gemacht werden?",
    "Bitte leeren Sie meinen Briefkasten, ich bin bis 12.11. abwesend.",
    "Ist der Hausmeister in dringenden Fällen auch am Wochenende da?",
    "In dringenden Fällen soll ich 030 5550100 anrufen, dort nimmt keiner ab.",
    "Meine Nachbarin ist verreist, aus ihrer Wohnung kommt Wasser.",
    "Mein Mann ist im Urlaub, ich kann die Therme nicht bedienen.",
    "Ich bin in Elternzeit und den ganzen Tag zuhause, Sie können jederzeit kommen.",
    "Ich bin krankgemeldet und zuhause, kommen Sie gern vormittags.",
    "Der Monteur sagte, er sei ab 12.11. im Urlaub. Wer macht es fertig?",
    "Das Sekretariat ist nicht besetzt, seit Tagen!",
    "Die automatische Tür geht nicht mehr auf.",
    "Die Antwort kam automatisch, ich will aber mit einem Menschen sprechen.",
    "Auf meine Mail kam nur eine Abwesenheitsnotiz, daher noch einmal.",
    "Ich bekam die Antwort, dass Frau Vogt nicht im Büro ist.",
    "Kann die Heizung während meiner Abwesenheit abgestellt werden?",
    "Ich bin vom 20.12. bis 6.1. nicht da. Bitte die Heizkörper in der Zeit nicht entlüften.",
    "Herr Krause ist außer Haus, wann kommt er wieder?",
    "Mein Büro ist im 2. OG und wird nicht warm.",
    "Unser Büro ist kalt, wir sind bis 18 Uhr da.",
    "Meine E-Mails werden nicht zugestellt, bitte rufen Sie an.",
    "Ihre Nachricht habe ich gelesen. Ich bin am Montag nicht da.",
    "Danke, am Montag bin ich aber im Urlaub.",
    "Wir haben die Wohnung ab 12.11. wieder, vorher ist der Untermieter da.",
    "Ich habe bis 14.11. Urlaub, danach bin ich wieder da. Schlüssel beim Nachbarn.",
    "Frau Vogt ist laut Abwesenheitsnotiz bis 12.11. weg, wer hilft?",
    "Wir sind über Weihnachten nicht da, bitte Heizung prüfen.",
    "Ich bin gerade im Büro und kann nicht rein.",
    "In meiner Abwesenheit wurde die Tür aufgebrochen.",
    "Ich wohne nicht mehr in der Wohnung, bin aber bis 12.11. dort gemeldet.",
    "I am on holiday until Friday, Mrs Meier has the key.",
    "I am away from Monday, please come before.",
    "While I was away the heating failed.",
    "I'm out on Monday, but Tuesday works.",
    "I will be back at 5 pm, please come after that.",
    "We are on vacation and the neighbours say that water runs down the wall!",
    "The caretaker is on leave and nobody clears the snow.",
    "Your office is closed, so I am writing. The lift is stuck.",
    "I work from home and am always here.",
    "I cannot let you in on 12 November because I am travelling.",
    "The office on the ground floor is cold.",
    "I am out of hot water since yesterday.",
    "Nobody was in the office when I called.",
    "Please do not enter in my absence.",
)  # fmt: skip


def mail(subject: str, text: str) -> bytes:
    head = f"From: otto@fremd.example\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n"
    return f"{head}\n{text}\n".encode()


def test_there_are_many_of_both() -> None:
    assert len(set(NOTES)) >= 40
    assert len(set(PERSONS)) >= 60


@pytest.mark.parametrize("text", NOTES)
@pytest.mark.parametrize("subject", ["Abwesenheitsnotiz: [A-1042-1] Heizung", "Automatic reply: Heating"])
def test_a_note_is_one_by_its_subject_and_its_words(text: str, subject: str) -> None:
    assert absences.is_note(subject, text)
    parsed = parse_mail(mail(subject, text))
    assert parsed.origin is Origin.AUTO_REPLIED
    assert of_known_author(parsed).origin is Origin.PERSON


@pytest.mark.parametrize("text", PERSONS)
@pytest.mark.parametrize(
    "subject", ["Heizung", "AW: [T-1042] Heizung", "Urlaub", "Abwesenheit", "Im Urlaub", "Nicht im Büro"]
)
def test_whoever_speaks_of_being_away_is_a_person(text: str, subject: str) -> None:
    assert parse_mail(mail(subject, text)).origin is Origin.PERSON
    assert not absences.is_note(subject, text)


DECLARED = (
    "Dies ist eine automatisch generierte Antwort.",
    "Dies ist eine automatische Antwort, bitte antworten Sie nicht darauf.",
    "Hierbei handelt es sich um eine automatisch erstellte Eingangsbestätigung.",
    "Diese Antwort wurde automatisch erzeugt.",
    "This is an automated response.",
    "This is an automatically generated reply. Please do not answer.",
    "This reply was automatically generated.",
)


@pytest.mark.parametrize("text", DECLARED)
def test_an_answer_that_calls_itself_automatic_is_one_under_any_subject(text: str) -> None:
    parsed = parse_mail(mail("Re: [A-77] Heizung", f"Guten Tag,\n\nwir haben Ihre Mail erhalten.\n\n{text}"))
    assert (parsed.origin, parsed.auto_reason) == (Origin.AUTO_REPLIED, "words of an automatic answer")
    assert of_known_author(parsed).origin is Origin.PERSON


@pytest.mark.parametrize("text", DECLARED)
def test_whoever_quotes_it_is_a_person(text: str) -> None:
    quoted = f"Wer liest das denn?\n\nAm 14.10.2025 um 08:12 schrieb Otto Fremd:\n> {text}"
    assert parse_mail(mail("AW: Heizung", quoted)).origin is Origin.PERSON


@pytest.mark.parametrize(
    "text",
    ["Diese E-Mail wurde automatisch über das Kontaktformular erzeugt.\n\nName: Anna Berger\nHeizung kalt",
     "Diese Nachricht wurde automatisch generiert.\n\nAnliegen: Wasserhahn tropft"],
)  # fmt: skip
def test_a_web_form_says_so_of_its_mail_and_is_heard(text: str) -> None:
    assert parse_mail(mail("Kontaktformular", text)).origin is Origin.PERSON


@pytest.mark.parametrize(
    "subject",
    ["Otto Fremd ist außer Haus (Rückkehr am 12.11.2025).", "AUTO: Otto Fremd ist außer Haus (Rückkehr am 12.11.2025)",
     "AUTO: Otto Fremd is out of the office (returning 12/11/2025)", "Otto Fremd is out of the office."],
)  # fmt: skip
def test_notes_names_the_absent_in_the_subject(subject: str) -> None:
    text = "Ich bin bis 12.11.2025 nicht im Büro. Ihre Nachricht wird nicht weitergeleitet."
    assert parse_mail(mail(subject, text)).origin is Origin.AUTO_REPLIED


@pytest.mark.parametrize("text", NOTES)
def test_a_firm_s_note_is_known_under_the_order_s_own_subject(text: str) -> None:
    assert absences.is_of_firm_s_program("Re: [A-1042-1] Heizung", text)


@pytest.mark.parametrize(
    "text",
    ["Wir haben bis 12.11. Betriebsferien und kommen am 13.11. um 9 Uhr.",
     "Ich bin bis 12.11. im Urlaub, mein Kollege macht das am Montag.",
     "Am 12.11. bin ich nicht im Büro, Termin bitte am 13.11.",
     "Wir sind bis 12.11. im Urlaub und lehnen den Auftrag ab.",
     "Wir sind im Urlaub, leider nein.",
     "Wir sind bis 3.11. im Urlaub, können Sie jemand anderen nehmen?",
     "Bin bis 3.11. im Urlaub, danach gern.",
     "Am 3.11. geht nicht, da bin ich im Urlaub, lieber am 5.11.",
     "Ich bin am Montag nicht im Haus, danach gern.\nAngebot folgt.",
     "Der Mieter war nicht zuhause, am 12.11. neuer Versuch.",
     "Erledigt am 12.11., Rechnung folgt.",
     "I am on holiday until 12 November, my colleague is coming on Monday.",
     "We are away until Monday and have to decline."],
)  # fmt: skip
def test_what_a_firm_says_of_the_work_is_its_word(text: str) -> None:
    assert not absences.is_of_firm_s_program("Re: [A-1042-1] Heizung", text)


@pytest.mark.parametrize(
    "subject,text",
    [("Automatische Antwort: [A-1042-1]", "Ihr Auftrag ist eingegangen und wird bearbeitet."),
     ("Eingangsbestätigung: [A-1042-1] Heizung", "Wir haben Ihren Auftrag erhalten. Vorgang 4711."),
     ("[Meier] Anfrage erhalten: [A-1042-1]", "Ihre Anfrage (4711) ist eingegangen."),
     ("Re: [A-1042-1] Heizung", "Ich bin zurzeit im Urlaub. In dringenden Fällen wenden Sie sich an Herrn Otto.")],
)  # fmt: skip
def test_a_firm_s_receipt_and_its_note_without_a_day_are_a_program_s(subject: str, text: str) -> None:
    assert absences.is_of_firm_s_program(subject, text)

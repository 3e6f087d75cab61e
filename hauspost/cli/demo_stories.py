"""What the demo plays: a private matter, a bulb that sees to itself, and a radiator that a firm takes over."""

from hauspost.cli import demo_mails as mails
from hauspost.cli.demo_mails import ANNA, CARETAKER, FIRM, FORGER, NEIGHBOUR, SABINE
from hauspost.cli.demo_stage import Stage


def private_matter(stage: Stage) -> None:
    stage.says("1. Anna Berger meldet dem Haus einen kalten Heizkörper.")
    stage.writes(ANNA, "Heizung", mails.RADIATOR)
    stage.says("2. Die Verwalterin fragt zurück, in eigenen Worten, als Antwort auf die Mail.")
    stage.answers(SABINE, mails.QUESTION)
    stage.says("3. Anna antwortet aus „Outlook“, mit allem, was wir schrieben, darunter.")
    stage.answers(ANNA, mails.ANSWER)
    stage.says("4. Ein Fremder schreibt unter dem Namen der Verwalterin ERLEDIGT. Es geschieht nichts.")
    stage.writes(FORGER, "AW: [T-1001] Heizung", mails.FORGED)
    stage.says("5. Die Verwalterin antwortet FREIGEBEN …")
    stage.answers(SABINE, mails.RELEASE, about="T-1001")
    stage.says("6. … und später ERLEDIGT.")
    stage.answers(SABINE, mails.DONE, about="T-1001")
    stage.says("7. Anna dankt. Nichts geht wieder auf, niemand bekommt eine Mail.")
    stage.answers(ANNA, mails.THANKS)


def bulb(stage: Stage) -> None:
    stage.says(
        "8. Im Treppenhaus brennt eine Lampe nicht. Der Hauswart hat den Auftrag, ohne dass jemand etwas tut."
    )
    stage.writes(NEIGHBOUR, "Licht", mails.BULB)
    stage.says("9. Er antwortet nach der Arbeit mit einem Satz. Das Ticket ist erledigt.")
    stage.answers(CARETAKER, mails.BULB_DONE)
    stage.says("10. Am Abend (18 Uhr) hört das Haus davon, in einer Zeile.")
    stage.evening()


def firm(stage: Stage) -> None:
    stage.says(
        "11. Anna meldet noch einen Heizkörper; die Verwalterin beauftragt eine Firma mit einer Zeile."
    )
    stage.writes(ANNA, "Heizkörper Küche", mails.KITCHEN)
    stage.answers(SABINE, mails.ORDER, about="T-1003")
    stage.says("12. Die Firma sagt zu und nennt einen Termin. Anna erfährt, wann jemand kommt.")
    stage.answers(FIRM, mails.ACCEPTED)
    stage.says("13. „Nicht erledigt“ ändert keinen Stand.")
    stage.answers(FIRM, mails.NOBODY_HOME)
    stage.says("14. „Erledigt, Rechnung anbei“ wird eine Frage an die Verwalterin; sie antwortet OK.")
    stage.answers(FIRM, mails.FIRM_DONE)
    stage.answers(SABINE, mails.OK, about="T-1003")


STORIES = (private_matter, bulb, firm)

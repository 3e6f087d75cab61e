"""Who does not want to be named says so in a hundred ways, and who merely speaks of names and neighbours does not."""

import pytest

from hauspost.desk.intents import Wish
from hauspost.parsers.task import task_text
from hauspost.parsers.wishes import wishes
from tests.effort import assert_no_crawl

HIDING = (
    "Niemand soll wissen, dass das von mir kommt.",
    "Bitte sagen Sie nicht, dass ich es war.",
    "Bitte sagen Sie niemandem, dass ich das gemeldet habe.",
    "Bitte kümmern Sie sich darum, ohne dass jemand erfährt, wer das gemeldet hat.",
    "Von mir haben Sie das nicht.",
    "Das haben Sie aber nicht von mir.",
    "Von mir wissen Sie nichts.",
    "Ich will anonym bleiben.",
    "Keiner soll erfahren, dass ich mich beschwert habe.",
    "Es muss ja keiner wissen, von wem das kommt.",
    "Es braucht niemand zu wissen, wer sich beschwert.",
    "Lassen Sie mich bitte aus dem Spiel.",
    "Halten Sie mich da raus.",
    "Ich möchte da nicht hineingezogen werden.",
    "Ich möchte nicht in Erscheinung treten.",
    "Behalten Sie meinen Namen bitte für sich.",
    "Meinen Namen bitte weglassen.",
    "Mein Name bleibt bitte unter uns.",
    "Mein Name soll nicht auftauchen.",
    "Bitte meinen Namen nicht nennen.",
    "Bitte ohne Nennung meines Namens.",
    "Bitte ohne mich zu erwähnen.",
    "Bitte niemandem verraten.",
    "Erzählen Sie das bitte niemandem.",
    "Bitte nicht weitersagen.",
    "Verraten Sie mich bitte nicht.",
    "Bitte verraten Sie nicht, von wem der Hinweis kommt.",
    "Ich will nicht, dass die Nachbarn erfahren, dass ich mich gemeldet habe.",
    "Ich möchte nicht, dass jemand weiß, wer das geschrieben hat.",
    "Ich möchte nicht namentlich genannt werden.",
    "Ich möchte nicht als Melder genannt werden.",
    "Ich will nicht als Petze dastehen.",
    "Ich möchte ungenannt bleiben.",
    "Ich würde gern unerkannt bleiben.",
    "Es darf nicht rauskommen, dass ich das war.",
    "Es soll keine Rückschlüsse auf mich geben.",
    "Bitte so, dass man nicht merkt, dass es von mir kommt.",
    "Bitte schützen Sie meine Identität.",
    "Der Hausmeister darf nicht erfahren, dass ich das war.",
    "Sagen Sie den Nachbarn bitte nicht, wer es war.",
    "Bitte so, dass niemand erfährt, dass ich das gemeldet habe.",
    "Es wäre mir lieb, wenn keiner erfährt, von wem der Hinweis kommt.",
    "Ich möchte auf keinen Fall erwähnt werden.",
    "Bitte erwähnen Sie mich nicht.",
    "Meine Daten bitte nicht weitergeben.",
    "Ich möchte da rausgehalten werden.",
    "Mein Name darf nirgends auftauchen.",
    "Please keep me out of it.",
    "Please leave me out of this.",
    "Please don't tell anyone it was me.",
    "Keep my name out of this.",
    "Please leave my name out of it.",
    "Nobody should know that it was me.",
    "No one needs to know who reported this.",
    "Could you look into it without anyone finding out?",
    "Please don't say it came from me.",
    "Please do not mention me.",
    "I'd rather not be named.",
    "I don't want to be identified.",
    "I don't want the neighbours to know.",
    "You didn't hear this from me.",
    "Off the record: the caretaker smokes in the cellar.",
    "Please do not reveal my identity.",
    "I would like to remain anonymous.",
    "Please don't let him know that I complained.",
    "Please do not share my name with anyone.",
    "Please make sure nobody finds out it was me.",
    "My neighbour must not find out that I wrote this.",
    "This must not be traced back to me.",
    "I don't want to get involved.",
    "I wouldn't want my name to come up.",
    "Please handle it without mentioning me.",
)
ORDINARY = (
    "Niemand weiß, wer das war.",
    "Keiner weiß, wem das Fahrrad gehört.",
    "Schade, dass niemand weiß, wer das war.",
    "Niemand merkt, dass es brennt.",
    "Keiner weiß, dass die Heizung von gestern ist.",
    "Niemand sagt mir, wann die Handwerker kommen.",
    "Ich weiß nicht, wer die Lampe kaputt gemacht hat.",
    "Ich will nicht anonym bleiben.",
    "Mein Name ist Anna Berger.",
    "Mein Name steht nicht am Briefkasten.",
    "Der Name an der Klingel ist nicht lesbar.",
    "Auf dem Klingelschild fehlt unser Name.",
    "Am Briefkasten klebt nicht mein Name am Schild.",
    "Die Wohnung hat ein Schild ohne Namen am Briefkasten.",
    "Das Paket wurde an den falschen Namen geliefert.",
    "Niemand hat aufgemacht.",
    "Niemand ist verletzt worden.",
    "Niemandem ist etwas passiert.",
    "Von mir haben Sie das Formular nicht bekommen.",
    "Von mir haben Sie das nicht bekommen, sondern von Herrn Kaya.",
    "Haben Sie meine Mail von gestern erhalten?",
    "Sagen Sie mir bitte, wann jemand kommt.",
    "Sagen Sie bitte dem Hausmeister Bescheid.",
    "Sagen Sie nicht, dass ich das selbst zahlen muss.",
    "Das Wasser wurde abgestellt, ohne dass jemand Bescheid gesagt hat.",
    "Die Heizung fällt aus, ohne dass man etwas merkt.",
    "Die Tür geht auf, ohne dass jemand klingelt.",
    "Lassen Sie mich bitte wissen, wann Sie kommen.",
    "Lassen Sie das Wasser raus?",
    "Ich komme aus der Wohnung nicht raus.",
    "Das Wasser darf nicht herauskommen.",
    "Halten Sie mich bitte auf dem Laufenden.",
    "Die Nachbarn sollen wissen, dass der Aufzug steht.",
    "Alle sollen erfahren, dass das Wasser abgestellt wird.",
    "Ich habe das schon gemeldet, es passiert nichts.",
    "Ich war es nicht, der Schlüssel war schon abgebrochen.",
    "Bei mir ist die Heizung kalt.",
    "Der Schlüssel passt nicht zu meinem Schloss.",
    "Keiner der Nachbarn hat warmes Wasser.",
    "Das muss nicht heute sein.",
    "Bitte sagen Sie auch meinem Mann Bescheid, ich bin nicht da.",
    "Nobody knows who did it.",
    "Nobody answers the phone.",
    "I don't know who broke the door.",
    "Please don't tell me it takes weeks.",
    "Please let me know when you come.",
    "Nobody told me who is coming.",
    "My name is James Miller.",
    "My name is not on the letterbox.",
    "Keep me posted, please.",
    "Please keep the rain out of the cellar.",
    "The door does not let anyone in.",
    "Don't let the water run.",
    "I can't get out of the flat.",
    "The lamp went out without anybody touching it.",
    "There is no name on the bell.",
)


@pytest.mark.parametrize("wish", HIDING)
def test_who_does_not_want_to_be_named_is_hidden_and_the_wish_is_in_no_order(wish: str) -> None:
    report = f"Im Dachboden Haus 12 ist die Lampe kaputt. {wish}"
    assert Wish.ANONYMOUS in wishes("Lampe", report, "")
    assert task_text(report) == "Im Dachboden Haus 12 ist die Lampe kaputt."


@pytest.mark.parametrize("sentence", ORDINARY)
def test_ordinary_sentences_about_names_and_neighbours_hide_nobody(sentence: str) -> None:
    assert wishes("Meldung", f"Guten Tag,\n{sentence}\nDanke!", "") == frozenset()


def test_both_tables_are_long() -> None:
    assert min(len(set(HIDING)), len(set(ORDINARY))) >= 40


@pytest.mark.parametrize(
    "piece", ["niemand soll ", "ohne dass jemand ", "mein name ", "nicht ", "do not tell "]
)
def test_crafted_text_is_read_in_good_time(piece: str) -> None:
    assert_no_crawl(lambda: wishes("", f"{piece * 30}\n" * 200, ""), 5)

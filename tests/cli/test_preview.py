"""`hauspost preview` and what `check` says of an operator's own templates."""

import json
import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from hauspost.cli.samples import samples, topics
from hauspost.desk.decision import QuestionKind
from hauspost.desk.notices import NoticeKind
from hauspost.outbound.catalogue import TEMPLATES, languages
from tests.cli.operator import Operator

DOCS = Path(__file__).resolve().parents[2] / "docs"
LAYOUT = (TEMPLATES / "layout.html.j2").read_text("utf-8")
ORDER = (TEMPLATES / "de" / "order.j2").read_text("utf-8")


@pytest.fixture
def own(operator: Operator) -> Path:
    """The folder of an installation's own templates."""
    operator.installs()
    config = operator.config.read_text("utf-8").replace('templates = ""', 'templates = "templates"')
    config = re.sub(r"(?m)^footer = .*", 'footer = "Kastanienallee 8, 10435 Berlin"', config)
    operator.config.write_text(config, "utf-8")
    folder = operator.folder / "templates"
    folder.mkdir()
    return folder


def lay(folder: Path, name: str, content: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(content, "utf-8")


def found(operator: Operator) -> list[str]:
    outcome = operator.runs("check", "--json", "--config", operator.config)
    told = [f for f in json.loads(outcome.out) if f["check"].startswith(("templates", "mail.templates"))]
    assert all(f["mend"] for f in told)
    return [f"{f['severity']} {f['check']}: {f['finding']}" for f in told]


@pytest.mark.parametrize("code", [*languages(), "fr"])
def test_every_kind_of_notice_has_a_sample_in_every_language(code: str) -> None:
    assert {letter.kind for letter in samples(code).values()} == set(NoticeKind)
    assert {letter.language for letter in samples(code).values()} == {code}


def test_every_topic_of_the_samples_is_in_the_gallery() -> None:
    assert len(topics()) >= 14
    assert all(topic.startswith("of_") for topic in topics())


def test_the_samples_are_read_by_every_party() -> None:
    letters = samples("de").values()
    roles = {str(role.role) for letter in letters for person in letter.to for role in person.roles}
    assert {"contractor", "caretaker", "tenant"} <= roles
    assert {letter.is_manager for letter in letters} == {True, False}
    assert any(not letter.to for letter in letters)  # a stranger
    assert any(len(letter.to) > 1 for letter in letters)  # a household


# The sample that asks it; "": no mail does, a manager's own words do.
ASKED = {
    QuestionKind.HELD_MAIL: "held_list",
    QuestionKind.CONFIRM: "confirmation",
    QuestionKind.SEND_NOTE: "not_sent",
    QuestionKind.FIXED: "status_done_asks",
    QuestionKind.SUGGESTION: "new_ticket_proposal",
    QuestionKind.VETO: "new_ticket_veto",
    QuestionKind.REPORT: "firm_report_question",
    QuestionKind.QUOTE: "firm_report_offer_above",
    QuestionKind.COST: "firm_report_money",
    QuestionKind.SETTLED: "person_wrote_settled",
    QuestionKind.NEXT_FIRM: "firm_report_declined",
    QuestionKind.ORDER_LOST: "firm_report_bounced",
    QuestionKind.SURVEY: "survey_preview",
    QuestionKind.SURVEYED: "private_question",
    QuestionKind.ABSENCE: "",
    QuestionKind.PUBLISH: "public_reply",
    QuestionKind.OVERDUE: "overdue_acceptance",
    QuestionKind.RATING: "status_done_only_rates",
    QuestionKind.FINDING: "finding",
    QuestionKind.CONTACT: "status_asks_contact",
    QuestionKind.REWORK: "new_ticket_back",
    QuestionKind.LEGAL_DEADLINE: "new_ticket_legal_reminder",
    QuestionKind.ALARM: "alarm",
    QuestionKind.SPLIT: "new_ticket_back",
    QuestionKind.IMPORT: "import_preview",
    QuestionKind.APPROVAL: "approval",
    QuestionKind.INVOICE: "invoice_over",
    QuestionKind.APPOINTMENT: "times_offered",
    QuestionKind.HOUSE_NOTICE: "house_preview",
    QuestionKind.HOUSE_NOTICE_OUT: "house_sent",
    QuestionKind.DOCUMENTS: "document_news_asks",
    QuestionKind.DELETE: "deletion",
    QuestionKind.RETENTION: "alert_retention",
}


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_every_question_that_is_mailed_has_a_sample(kind: QuestionKind) -> None:
    assert not ASKED[kind] or ASKED[kind] in samples("de")


def test_without_a_configuration_it_is_the_sample_company(operator: Operator, tmp_path: Path) -> None:
    outcome = operator.runs("preview", "--output", tmp_path / "out", "--language", "de", "--notice", "order")
    assert outcome.status == 0
    assert "index.html" in outcome.out
    eml = message_from_bytes((tmp_path / "out" / "de" / "order.eml").read_bytes(), policy=policy.default)
    assert "Hausverwaltung Sonnenschein" in str(eml["From"])
    html = (tmp_path / "out" / "de" / "order.html").read_text("utf-8")
    text = (tmp_path / "out" / "de" / "order.txt").read_text("utf-8")
    part = eml.get_body(("html",))
    assert part is not None
    assert part.get_content().replace("\r\n", "\n") == html
    assert text.startswith("AUFTRAG A-1042-1")
    assert not (tmp_path / "out" / "en").exists()
    assert not (tmp_path / "out" / "de" / "message.html").exists()


def test_with_a_configuration_it_is_the_own_company_and_its_own_words(
    operator: Operator, own: Path, tmp_path: Path
) -> None:
    lay(own, "de/message.j2", '{% include "hauspost/de/message.j2" %}{% call p() %}EIGEN{% endcall %}')
    words = ("--notice", "message", "--output", tmp_path / "out", "--config", operator.config)
    assert operator.runs("preview", *words).status == 0
    text = (tmp_path / "out" / "de" / "message.txt").read_text("utf-8")
    assert "EIGEN" in text
    assert "Kastanienallee 8, 10435 Berlin" in text
    assert "Amtsgericht" not in text
    eml = message_from_bytes((tmp_path / "out" / "de" / "message.eml").read_bytes(), policy=policy.default)
    assert "@tickets.hv-sonnenschein.example" in str(eml["From"])


def test_a_page_that_fails_is_shown_as_ours_and_named(operator: Operator, own: Path, tmp_path: Path) -> None:
    lay(own, "de/message.j2", "{{ nobody }}")
    words = ("--notice", "message", "--output", tmp_path / "out", "--config", operator.config)
    outcome = operator.runs("preview", *words)
    assert outcome.status == 0
    assert "de/message.j2:1: it asks for what this mail does not have" in outcome.out
    assert "ours is shown instead" in (tmp_path / "out" / "de" / "message.show.html").read_text("utf-8")


@pytest.mark.parametrize(
    "words, told",
    [
        (["--notice", "ordr"], 'no mail is called "ordr"; choose one of order'),
        (["--language", "fr"], 'there is no language "fr"; choose one of de, en'),
        (["--config", "none.toml"], "none.toml"),
    ],
)
def test_what_cannot_be_shown_is_said(operator: Operator, words: list[str], told: str) -> None:
    outcome = operator.runs("preview", *words)
    assert outcome.status == 2
    assert told in outcome.err


def test_a_folder_that_cannot_be_made_is_said(operator: Operator, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    outcome = operator.runs("preview", "--output", tmp_path / "file" / "out")
    assert outcome.status == 1
    assert "cannot be made" in outcome.err


# ---- check


def test_a_folder_without_a_fault_costs_no_word(operator: Operator, own: Path) -> None:
    lay(own, "de/order.j2", ORDER)
    lay(own, "layout.html.j2", LAYOUT.replace("#0b5563", "#7a1f3d"))
    lay(own, "de/words.toml", '[statuses]\nRELEASED = "Genehmigt"\n')
    assert found(operator) == []


@pytest.mark.parametrize(
    "name, content, told",
    [
        ("de/order.j2", "{% call p() %}", "error templates de/order.j2:1: it is no template"),
        (
            "de/order.j2",
            ORDER + "\n{{ frim }}",
            "it asks for what this mail does not have ('frim' is undefined)",
        ),
        ("de/order.j2", "Guten Tag\n" + ORDER, "words outside of every block"),
        ("de/order.j2", ORDER + "{{ ''.__class__ }}", "it reaches for what no template may"),
        ("de/order.j2", ORDER.replace("call why()", "call p()"), "it does not say why one gets the mail"),
        (
            "de/status.j2",
            "{% call p() %}Neu{% endcall %}{% call why() %}x{% endcall %}",
            "error templates de/status.j2: it does not show the answer JA",
        ),
        ("de/ordre.j2", "x", "error templates de/ordre.j2: it replaces no template of ours"),
        ("de/words.toml", "[statuses", "error templates de/words.toml: it is no TOML"),
        ("layout.html.j2", LAYOUT + '<img src="https://x.example/a.gif" alt="">', "it fetches something"),
        ("layout.html.j2", LAYOUT.replace("max-width:600px", "width:900px"), "it is wider than 600 px"),
        ("layout.html.j2", LAYOUT.replace("{{ keep(line) }}", ""), "does not say what the text says"),
        ("layout.html.j2", LAYOUT.replace("<body", "Reklame<body"), "does not say what the text says"),
        ("fr/words.toml", '[formats]\nlocale = "fr"\n', "warning templates fr/words.toml: "),
        ("fr/order.j2", ORDER, "error templates fr/words.toml: the language has no words"),
    ],
)
def test_what_is_wrong_with_a_template_is_said_before_a_mail_needs_it(
    operator: Operator, own: Path, name: str, content: str, told: str
) -> None:
    lay(own, name, content)
    assert any(told in finding for finding in found(operator)), found(operator)


def test_a_folder_that_is_not_there_is_said_and_serve_does_not_start_without_it(
    operator: Operator, own: Path
) -> None:
    own.rmdir()
    assert [f.split(": ")[0] for f in found(operator)] == ["error mail.templates"]
    outcome = operator.runs("serve", "--config", operator.config)
    assert outcome.status != 0
    assert "is no folder" in outcome.err


def test_a_person_s_language_without_mails_is_said(operator: Operator) -> None:
    operator.installs()
    table = operator.folder / "masterdata" / "persons.csv"
    lines = table.read_text("utf-8").splitlines()
    column = (
        lines[0].split(";").index("language")
        if "language" in lines[0]
        else lines[0].split(";").index("Sprache")
    )
    cells = lines[1].split(";")
    cells[column] = "türkisch"
    table.write_text("\n".join([lines[0], ";".join(cells), *lines[2:]]) + "\n", "utf-8")
    assert operator.runs("import", table.parent, "--apply", "--config", operator.config).status == 0
    outcome = operator.runs("check", "--config", operator.config)
    assert '1 person reads "tr", in which there are no mails' in outcome.out


def test_the_examples_of_the_page_for_operators_work(operator: Operator, own: Path, tmp_path: Path) -> None:
    page = (DOCS / "templates.md").read_text("utf-8")
    (taken_in,) = re.findall(r"```jinja\n(.*?)```", page, re.DOTALL)
    words = [block for block in re.findall(r"```toml\n(.*?)```", page, re.DOTALL) if "[mail]" not in block]
    lay(own, "de/acknowledgement.j2", taken_in)
    lay(own, "de/words.toml", words[0])
    lay(own, "tr/words.toml", words[1])
    assert [f.split(":")[0] for f in found(operator)] == [
        "warning templates tr/words.toml",
        "warning templates tr",
    ]
    words_of_preview = ("--output", tmp_path / "out", "--language", "de", "--config", operator.config)
    assert operator.runs("preview", *words_of_preview).status == 0
    text = (tmp_path / "out" / "de" / "acknowledgement.txt").read_text("utf-8")
    assert "Vom 24.12. bis 2.1. ist das Büro geschlossen." in text
    assert "GENEHMIGT" in (tmp_path / "out" / "de" / "status_released.txt").read_text("utf-8")

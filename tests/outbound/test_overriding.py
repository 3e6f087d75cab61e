"""Operators' own templates and words: laid over ours, confined, and never the end of a mail."""

from pathlib import Path

import pytest

from hauspost.cli.samples import samples
from hauspost.cli.samples.world import GRAMMAR, MESSAGE_ID, SECRET, write
from hauspost.desk.notices import Letter, OutgoingMail
from hauspost.outbound.catalogue import TEMPLATES, WORDED, languages, ours
from hauspost.outbound.compose import Sender
from hauspost.outbound.confined import counted
from hauspost.outbound.overriding import Overridden, composed, overridden, untranslated
from hauspost.outbound.template_faults import Fault
from tests.outbound.reading import html_of, text_of

CASES = [(code, name) for code in languages() for name in samples(code)]


def folder(root: Path, **files: str) -> Path:
    """`files` by name with "__" for "/": de__message="…" is de/message.j2; a whole name may be given by a dict."""
    root.mkdir(exist_ok=True)
    for name, content in files.items():
        lay(root, name.replace("__", "/") + ".j2", content)
    return root


def lay(root: Path, name: str, content: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return root


def tried(catalogue: Overridden, letter: Letter) -> tuple[OutgoingMail, Fault | None]:
    return composed(
        letter,
        catalogue,
        secret=SECRET,
        message_id=MESSAGE_ID,
        grammar=GRAMMAR,
        sender=Sender(),
        answers=None,
    )


MESSAGE = samples("de")["message"]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Overridden:
    return overridden(tmp_path_factory.mktemp("templates"))


def test_help_says_in_the_operators_words_what_a_word_does_and_prints_the_word_that_is_obeyed(
    tmp_path: Path,
) -> None:
    table = '[release]\nsaid = ["LOSLEGEN"]\nhelp."state.release" = "es geht los"\n'
    only = '[finish]\nhelp."state.finish" = "fertig"\n'
    catalogue = overridden(lay(tmp_path, "de/commands.toml", table + only))
    assert catalogue.faults == ()
    german = catalogue.language("de")
    assert [german.say(f"help_means.state.{row}") for row in ("release", "finish")] == [
        "es geht los",
        "fertig",
    ]
    assert [german.say(f"help_words.state.{row}") for row in ("release", "finish")] == [
        "FREIGEBEN",
        "ERLEDIGT",
    ]


@pytest.mark.parametrize("code, name", CASES)
def test_our_own_pages_do_nothing_that_a_confined_template_may_not(
    code: str, name: str, empty: Overridden
) -> None:
    mail, fault = tried(empty, samples(code)[name])
    assert fault is None
    assert mail == write(samples(code)[name])


def test_our_longest_mail_needs_a_hundredth_of_what_a_template_may_do(empty: Overridden) -> None:
    for name, letter in samples("de").items():
        with counted() as budget:
            before = budget.left
            write(letter, catalogue=empty)
        assert before - budget.left < before / 100, name


def test_a_page_of_the_operator_stands_in_the_place_of_ours(tmp_path: Path) -> None:
    own = folder(
        tmp_path,
        de__message="{{ greet() }}{% call p() %}Neuer Text zu {{ tag }}.{% endcall %}"
        "{% call why() %}Darum.{% endcall %}",
    )
    mail, fault = tried(overridden(own), MESSAGE)
    assert fault is None
    assert "Neuer Text zu T-1042." in text_of(mail)
    assert "Neuer Text zu" in html_of(mail)
    other, _ = tried(overridden(own), samples("de")["status_done"])
    assert other == write(samples("de")["status_done"])


def test_a_page_may_take_in_ours_and_add_a_sentence(tmp_path: Path) -> None:
    own = folder(
        tmp_path,
        de__message='{% include "hauspost/de/message.j2" %}\n{% call p() %}\nWir ziehen um.\n{% endcall %}\n',
    )
    mail, fault = tried(overridden(own), MESSAGE)
    assert fault is None
    assert "Wann passt es Ihnen" in text_of(mail)
    assert "Wir ziehen um." in text_of(mail)


def test_single_words_are_laid_over_ours(tmp_path: Path) -> None:
    own = lay(tmp_path, "de/words.toml", '[statuses]\nRELEASED = "Genehmigt"\n')
    catalogue = overridden(own)
    assert catalogue.faults == ()
    assert catalogue.language("de").say("statuses.RELEASED") == "Genehmigt"
    assert catalogue.language("de").say("statuses.OPEN") == ours().language("de").say("statuses.OPEN")
    mail, _ = tried(catalogue, samples("de")["status_released"])
    assert "GENEHMIGT" in text_of(mail)


def test_the_layout_may_be_replaced(tmp_path: Path) -> None:
    layout = (TEMPLATES / "layout.html.j2").read_text("utf-8").replace("#0b5563", "#7a1f3d")
    mail, fault = tried(overridden(lay(tmp_path, "layout.html.j2", layout)), MESSAGE)
    assert fault is None
    assert "#7a1f3d" in html_of(mail)


# ---- a template that fails: ours is sent, and it is said what failed


def by(call: str) -> str:
    return f"{{% call p() %}}\n{{{{ {call} }}}}\n{{% endcall %}}\n"


DOUBLED = (
    "{% set ns = namespace(x='ab') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}"
    "{% call p() %}x{% endcall %}"
)
BLOCKS = (
    "{% set ns = namespace(x='ab') %}{% for i in range(60) %}{% set y %}{{ ns.x }}{{ ns.x }}{% endset %}"
    "{% set ns.x = y %}{% endfor %}{% call p() %}x{% endcall %}"
)
NESTED = (
    "{% for a in range(999) %}{% for b in range(999) %}{% for c in range(999) %}"
    "{% endfor %}{% endfor %}{% endfor %}{% call p() %}x{% endcall %}"
)
LISTS = (
    "{% set ns = namespace(x=[1, 1]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}"
    "{% call p() %}{{ ns.x }}{% endcall %}"
)
PAIRS = LISTS.replace("[ns.x, ns.x]", "{1: (ns.x, ns.x)}")
TREE = (
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}"
    "{% call p() %}{{ m(60) }}x{% endcall %}"
)


@pytest.mark.parametrize(
    "template",
    [
        by("''.__class__.__mro__[1].__subclasses__()"),
        by("[].__class__"),
        by("''['__class__']"),
        by("f.__class__.__init__.__globals__"),
        by("letter.__class__"),
        by("letter.__dataclass_fields__"),
        by("say.__self__"),
        by("say.__func__.__globals__"),
        by("greet.__globals__"),
        by("p.__self__"),
        by("answer.__init__.__globals__"),
        by("self.__init__.__globals__"),
        by("self._TemplateReference__context"),
        by("namespace.__init__.__globals__"),
        by("range.__globals__"),
        by("'{0.__class__}'.format(letter)"),
        by("'{0.__class__.__init__.__globals__}'.format_map({'0': letter})"),
        by("'%s' % letter"),
        by("letter | attr('__class__')"),
        by("[letter] | map(attribute='__class__') | list"),
        by("[letter] | selectattr('__class__') | list | length"),
        by("lipsum.__globals__"),
        by("cycler.__init__.__globals__"),
        by("joiner()"),
        by("config"),
        by("f.text.encode('utf-8')"),
        by("f.text.join([])"),
        by("letter.company.__setattr__('name', 'x')"),
        by("letter.offers.append(1)"),
        by("'a'.ljust(1000000000)"),
        by("'a' * 1000000000"),
        by("[1] * 1000000000"),
        by("9 ** 9 ** 9"),
        by("1 | round(999999999, 'ceil')"),
        by("'%1000000000d' % 1"),
        by("'a' | center(1000000000)"),
        by("'{:>1000000000}'.format(1)"),
        by("range(1000000000) | list | length"),
        by("'x' | replace('', 'y' * 1000)"),
        DOUBLED,
        BLOCKS,
        NESTED,
        LISTS,
        PAIRS,
        TREE,
        "{% macro m() %}{{ m() }}{% endmacro %}{% call p() %}{{ m() }}{% endcall %}",
        '{% include "de/message.j2" %}',
        '{% include "../../../../etc/passwd" %}',
        '{% include "/etc/passwd" %}',
        '{% import "os" as os %}',
        '{% include "hauspost/../catalogue.py" %}',
        "{% include 'de/words.toml' %}",
        "Worte außerhalb\n" + by("tag"),
        by("nobody_knows_this"),
        by("say('no.such_word')"),
        by("say('statuses.OPEN', 'x')"),
        by("tag") + "{% call p() %}",
        by("tag | unknown_filter"),
        "{{ rows(1) }}",
        "{{ p() }}",
    ],
)
def test_what_a_template_may_not_ends_in_our_own_mail_and_one_sentence(tmp_path: Path, template: str) -> None:
    mail, fault = tried(overridden(folder(tmp_path, de__message=template)), MESSAGE)
    assert mail == write(MESSAGE)
    assert fault is not None
    assert fault.name == "de/message.j2"
    assert fault.sentence
    assert fault.mend
    assert "\n" not in str(fault)


def test_the_line_that_failed_is_named(tmp_path: Path) -> None:
    page = "{{ greet() }}\n\n{% call p() %}\nHallo {{ nobody }}\n{% endcall %}\n"
    _, fault = tried(overridden(folder(tmp_path, de__message=page)), MESSAGE)
    assert fault is not None
    assert fault.place == "de/message.j2:4"
    assert "'nobody' is undefined" in fault.sentence


def test_a_layout_that_fails_takes_no_mail_with_it(tmp_path: Path) -> None:
    catalogue = overridden(lay(tmp_path, "layout.html.j2", "<html>{{ page.nothing }}</html>"))
    mail, fault = tried(catalogue, MESSAGE)
    assert mail == write(MESSAGE)
    assert fault is not None
    assert fault.place == "layout.html.j2:1"


@pytest.mark.parametrize(
    "name, content, sentence",
    [
        ("de/words.toml", "[statuses\n", "it is no TOML"),
        ("de/words.toml", '[statuses]\nOPNE = "x"\n', "no mail says statuses.OPNE"),
        ("de/words.toml", '[when]\ntoday = "um {uhr}"\n', "when.today has a blank that nobody fills"),
        (
            "de/words.toml",
            '[when]\ntoday = "um {time.__class__}"\n',
            "when.today has a blank that nobody fills",
        ),
        (
            "de/words.toml",
            '[when]\ntoday = "um {time:>999999999}"\n',
            "when.today has a blank that nobody fills",
        ),
        ("de/words.toml", '[when]\ntoday = "um {time!r}"\n', "when.today has a blank that nobody fills"),
        ("de/words.toml", '[when]\ntoday = "um {"\n', "when.today has a blank that nobody fills"),
        ("de/acknowledgment.j2", "x", "it replaces no template of ours"),
        ("de/typed.toml", "x", "what people type is read from the program alone"),
        ("de/commands.toml", '[release]\noffered = "{wer}"\n', "acts.release has a blank that nobody fills"),
        ("de/commands.toml", '[dance]\noffered = "tanzen"\n', "no mail says acts.dance"),
        ("de/commands.toml", "[release\n", "it is no TOML"),
        ("order.j2", "x", "it replaces no template of ours"),
        ("deutsch/order.j2", "x", "it replaces no template of ours"),
        ("fr/words.toml", '[marks]\nquote = "« {text} »"\n', "the language does not say how it writes dates"),
        ("fr/words.toml", '[formats]\nlocale = "klingonisch"\n', '"klingonisch" is no language'),
        ("fr/order.j2", "x", "the language has no words"),
    ],
)
def test_what_cannot_be_laid_over_ours_is_said_and_left_aside(
    tmp_path: Path, name: str, content: str, sentence: str
) -> None:
    catalogue = overridden(lay(tmp_path, name, content))
    assert [fault.sentence for fault in catalogue.faults if sentence in fault.sentence] != []
    mail, fault = tried(catalogue, samples("de")["status_done"])
    assert fault is None
    assert mail == write(samples("de")["status_done"])


def test_a_file_that_is_no_text_is_left_aside(tmp_path: Path) -> None:
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "message.j2").write_bytes(b"\xff\xfe\x00")
    catalogue = overridden(tmp_path)
    assert [fault.sentence for fault in catalogue.faults] == ["it is not UTF-8"]
    assert tried(catalogue, MESSAGE) == (write(MESSAGE), None)


def test_what_an_editor_leaves_behind_is_no_template(tmp_path: Path) -> None:
    lay(tmp_path, ".git/config", "x")
    lay(tmp_path, "de/.order.j2.swp", "x")
    assert overridden(lay(tmp_path, "README.md", "x")).faults == ()


# ---- a third language


def marked(root: Path) -> Path:
    """A language "fr" made of the German one: every word and every line of text is marked."""
    for path in sorted({*(TEMPLATES / "de").glob("*.j2"), *(TEMPLATES / "de" / file for file in WORDED)}):
        lay(root, f"fr/{path.name}", path.read_text("utf-8"))
    words = root / "fr" / "words.toml"
    text = words.read_text("utf-8").replace('locale = "de"', 'locale = "fr"')
    words.write_text(
        text.replace('"Sie erhalten', '"FR: Sie erhalten').replace(
            'nobody = "Guten Tag,"', 'nobody = "Bonjour,"'
        ),
        "utf-8",
    )
    for path in (root / "fr").glob("*.j2"):
        path.write_text(
            path.read_text("utf-8").replace("Sie erhalten diese", "FR-MARQUE Sie erhalten diese"), "utf-8"
        )
    return root


@pytest.fixture(scope="module")
def third(tmp_path_factory: pytest.TempPathFactory) -> Overridden:
    return overridden(marked(tmp_path_factory.mktemp("third")))


@pytest.mark.parametrize("name", samples("fr"))
def test_a_language_is_added_by_its_folder_alone(name: str, third: Overridden) -> None:
    assert third.faults == ()
    assert third.languages == ("de", "en", "fr")
    mail, fault = tried(third, samples("fr")[name])
    assert fault is None
    assert b"Content-Language: fr\r\n" in mail.octets
    assert 'lang="fr"' in html_of(mail)


def test_months_and_days_are_those_of_the_third_language(third: Overridden) -> None:
    mail, _ = tried(third, samples("fr")["appointment"])
    assert "jeu., 16.10.2025" in text_of(mail)


def test_a_page_that_is_not_translated_is_in_the_company_s_language(tmp_path: Path) -> None:
    root = marked(tmp_path)
    (root / "fr" / "message.j2").unlink()
    catalogue = overridden(root)
    letter = samples("fr")["message"]
    mail, fault = tried(catalogue, letter)
    assert fault is None
    assert b"Content-Language: de\r\n" in mail.octets
    assert [str(f) for f in untranslated(catalogue)] == [
        "fr: mails are not translated: message.j2; "
        "translate them; until then such mails are in the company's language"
    ]
    other, _ = tried(catalogue, samples("fr")["status_done"])
    assert b"Content-Language: fr\r\n" in other.octets


def test_a_word_that_is_not_translated_costs_its_mails_the_language_and_nothing_else(tmp_path: Path) -> None:
    root = marked(tmp_path)
    words = root / "fr" / "words.toml"
    words.write_text(words.read_text("utf-8").replace('nobody = "Bonjour,"', ""), "utf-8")
    catalogue = overridden(root)
    letter = samples("fr")["neutral"]
    mail, fault = tried(catalogue, letter)
    assert b"Content-Language: de\r\n" in mail.octets
    assert fault is not None
    assert "salutation.nobody" in fault.sentence
    assert "salutation.nobody" in next(untranslated(catalogue)).sentence

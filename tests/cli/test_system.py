"""What an installation puts beside the program is right for those who read it: systemd, bash, zsh and man."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import typer

from hauspost.cli.app import build
from hauspost.cli.outline import Command, outline
from hauspost.cli.unit import Service, unit
from tests.cli.operator import Operator
from tests.servers import absent

EVERY = tuple(outline(typer.main.get_command(build()), ("hauspost",)).all())


def completed(script: str, *words: str) -> list[str]:
    """What bash proposes for the last of `words`."""
    typed = " ".join(f"'{word}'" for word in words)
    ask = (
        f"{script}\nCOMP_WORDS=({typed}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); COMPREPLY=()\n"
        '_hauspost; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    return subprocess.run(
        ["bash", "--norc"], input=ask, text=True, capture_output=True, check=True
    ).stdout.split()


@pytest.mark.parametrize("command", EVERY, ids=lambda command: " ".join(command.words))
def test_bash_proposes_each_command_and_each_option(operator: Operator, command: Command) -> None:
    script = operator.runs("system", "completion", "bash").out
    found = completed(script, *command.words, "")
    assert {each.name for each in command.commands} <= set(found)
    assert {each.name for each in command.options} | {"--config"} <= set(found)
    assert len(found) == len(set(found))


def test_bash_narrows_by_what_is_typed_and_names_files_where_files_belong(
    operator: Operator, tmp_path: Path
) -> None:
    script = operator.runs("system", "completion", "bash").out
    (tmp_path / "hauspost.toml").touch()
    assert completed(script, "hauspost", "arrivals", "re") == ["retry", "release"]
    assert completed(script, "hauspost", "--config", "hausp") == ["hauspost.toml"]
    assert "hauspost.toml" in completed(script, "hauspost", "ingest", "")
    assert "hauspost.toml" not in completed(script, "hauspost", "show", "")


@pytest.mark.servers
def test_zsh_proposes_the_same_with_their_words(operator: Operator) -> None:
    if shutil.which("zsh") is None:
        absent("zsh is not installed")
    script = operator.runs("system", "completion", "zsh").out
    ask = (
        "compdef() { :; }; _files() { print FILES; }\n"
        "_describe() { print -rl -- ${(P)2}; }\n"
        f"{script}\nwords=(hauspost outbox ''); CURRENT=3; _hauspost\n"
        "words=(hauspost --config ''); CURRENT=3; _hauspost\n"
    )
    done = subprocess.run(["zsh", "-f"], input=ask, text=True, capture_output=True, check=True)
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert [line.split(":")[0] for line in lines[:4]] == ["retry", "hold", "release", "drop"]
    assert lines[-1] == "FILES"


def test_a_shell_that_we_do_not_know_is_said(operator: Operator) -> None:
    answer = operator.runs("system", "completion", "tcsh")
    assert (answer.status, answer.err) == (
        2,
        "hauspost: there is no completion for tcsh; choose bash or zsh\n",
    )


def test_the_manual_names_each_command_and_each_option_with_its_words(operator: Operator) -> None:
    page = operator.runs("system", "man").out
    for command in EVERY[1:]:
        assert f".SS {command.usage.replace('-', chr(92) + '-')}\n" in re.sub(
            r"\\\[u([0-9A-F]{4,6})\]", lambda found: chr(int(found[1], 16)), page
        )
    options = {option.name for command in EVERY for option in command.options}
    assert not [name for name in options if f".B {name.replace('-', chr(92) + '-')}" not in page]
    assert page.isascii()


@pytest.mark.servers
def test_man_reads_the_manual_without_a_complaint(operator: Operator, tmp_path: Path) -> None:
    if shutil.which("groff") is None:
        absent("groff is not installed")
    page = tmp_path / "hauspost.1"
    page.write_text(operator.runs("system", "man").out, "ascii")
    done = subprocess.run(
        ["groff", "-man", "-ww", "-Tutf8", page], capture_output=True, check=True, encoding="utf-8"
    )
    assert done.stderr == ""
    assert "hauspost import [OPTIONS] PATH…" in re.sub(r".\x08|\x1b\[[0-9;]*m", "", done.stdout)


def test_the_unit_names_this_installation_and_what_it_writes(operator: Operator) -> None:
    operator.installs()
    text = operator.runs("system", "unit", "--user", "hauspost", "--config", operator.config).out
    assert f" serve --config {operator.config}\n" in text
    assert f"ReadWritePaths={operator.folder / 'var'}\n" in text
    assert "User=hauspost\n" in text
    assert "CapabilityBoundingSet=\n" in text
    assert "postgresql" not in text


def test_a_token_that_a_provider_renews_can_be_written_where_the_old_one_lies(
    operator: Operator, tmp_path: Path
) -> None:
    operator.installs()
    (tmp_path / "tokens").mkdir()
    (tmp_path / "tokens" / "relay").write_text("r-1", "utf-8")
    (operator.folder / "relay.token").symlink_to(tmp_path / "tokens" / "relay")
    keys = (
        '{ token_url = "https://login.example/token", client_id = "h", refresh_token_file = "relay.token" }'
    )
    told = operator.config.read_text("utf-8").replace("oauth2 = {}", f"oauth2 = {keys}")
    told = told.replace("maildir:var/outbox", "smtp+starttls://h@relay.example:587")
    operator.config.write_text(told, "utf-8")
    answer = operator.runs("system", "unit", "--config", operator.config)
    assert f"ReadWritePaths={operator.folder / 'var'} {tmp_path / 'tokens'}\n" in answer.out, answer.err


def test_port_25_needs_the_capability_and_postgresql_comes_first(operator: Operator) -> None:
    operator.installs()
    told = operator.config.read_text("utf-8")
    told = told.replace('["127.0.0.1:0"]', '["0.0.0.0:25"]')
    told = told.replace("sqlite:///var/hauspost.db", "postgresql+psycopg://hauspost@/hauspost")
    operator.config.write_text(told, "utf-8")
    text = operator.runs("system", "unit", "--config", operator.config).out
    assert "AmbientCapabilities=CAP_NET_BIND_SERVICE\n" in text
    assert "After=network-online.target postgresql.service\n" in text


def test_paths_with_blanks_and_percent_signs_stay_one_word() -> None:
    text = unit(
        Service(
            program=Path("/opt/haus post/bin/hauspost"),
            config=Path("/srv/100%/hauspost.toml"),
            user="hauspost",
            writes=(Path("/srv/a b"), Path("/var/lib/hauspost")),
            ports=(2525,),
        )
    )
    assert 'ExecStart="/opt/haus post/bin/hauspost" serve --config /srv/100%%/hauspost.toml\n' in text
    assert 'ReadWritePaths="/srv/a b" /var/lib/hauspost\n' in text


@pytest.mark.servers
def test_systemd_takes_the_unit_and_finds_it_little_exposed(operator: Operator, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        absent("systemd-analyze is not installed")
    operator.installs()
    file = tmp_path / "hauspost.service"
    file.write_text(
        operator.runs("system", "unit", "--user", "daemon", "--config", operator.config).out, "utf-8"
    )
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", file], capture_output=True, check=True, encoding="utf-8"
    )
    assert verified.stderr == ""
    # 0 is shut off from everything, 10 from nothing; 2.5 is what systemd itself calls OK.
    subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=25", file],
        capture_output=True,
        check=True,
    )

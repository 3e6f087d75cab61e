"""`hauspost export`: a whole folder or none."""

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.cli.office import ANNA, DOMAIN, Office

REPORT = "Der Heizkörper ist kalt, am Quarkzylinder tropft es."


def beside(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_holds_the_page_the_data_the_mails_and_the_checklist(office: Office, tmp_path: Path) -> None:
    mail = office.mail(REPORT)
    office.decides(mail)
    folder = tmp_path / "out" / "berger"
    said = office.runs("export", "Anna Berger", "--output", str(folder))
    assert said.status == 0, said.err
    assert "1 tickets, 1 mails from Anna Berger" in said.out
    assert "read checklist.txt before anything of it is sent" in said.out
    assert beside(folder) == ["checklist.txt", "export.html", "export.json", "mails"]
    assert beside(folder.parent) == ["berger"]
    assert folder.stat().st_mode & 0o077 == 0
    about = json.loads((folder / "export.json").read_text("utf-8"))
    assert about["person"]["addresses"] == [ANNA]
    own = folder / about["mails_from_you"][0]["file"]
    assert own.read_bytes().replace(b"\r\n", b"\n") == mail.read_bytes()
    page = (folder / "export.html").read_text("utf-8")
    assert "Quarkzylinder" in page
    assert '<meta name="viewport"' in page
    assert "color-scheme: light dark" in page
    assert not any(word in page for word in ("http://", "https://", "src=", "href=", "<script"))
    sheet = (folder / "checklist.txt").read_text("utf-8")
    assert "ENTWURF" in sheet
    assert "[ ] 1 Mails der Person liegen unverändert bei" in sheet


def test_the_checklist_is_in_the_company_s_language(office: Office, tmp_path: Path) -> None:
    german = office.config.read_text("utf-8")
    office.config.write_text(re.sub(r'(?m)^language = "de"', 'language = "en"', german), "utf-8")
    assert office.runs("export", "1001", "--output", str(tmp_path / "out")).status == 0
    assert "DRAFT, to be checked" in (tmp_path / "out" / "checklist.txt").read_text("utf-8")
    assert "Roles and units" in (tmp_path / "out" / "export.html").read_text("utf-8")


def test_somebody_s_markup_is_text_in_the_page(office: Office, tmp_path: Path) -> None:
    office.decides(office.mail("Heizung kaputt <script>alert(1)</script> & Co"))
    assert office.runs("export", "1001", "--output", str(tmp_path / "out")).status == 0
    page = (tmp_path / "out" / "export.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co" in page


def test_nobody_a_taken_folder_and_a_file_are_told_and_nothing_is_written(
    office: Office, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    near = office.runs("export", "Anna Bergner", "--output", str(out))
    assert near.status == 2
    assert "the nearest: Anna Berger (1001)" in near.err
    assert not out.exists()
    out.mkdir()
    assert office.runs("export", "1001", "--output", str(out)).status == 0  # an empty one will do
    taken = office.runs("export", "1001", "--output", str(out))
    assert (taken.status, taken.err) == (2, f"hauspost: {out} is not empty; name a new folder\n")
    file = tmp_path / "file"
    file.write_text("x")
    assert "is no folder; name a new one" in office.runs("export", "1001", "--output", str(file)).err
    below = office.runs("export", "1001", "--output", str(file / "below"))
    assert below.status == 1
    assert "cannot be written" in below.err
    manager = office.runs("export", "Sabine Vogt", "--output", str(tmp_path / "vogt"))
    assert manager.status == 0
    assert "is or was a manager" in manager.out
    assert "is a firm" in office.runs("export", "firm:H1", "--output", str(tmp_path / "firm")).out


def test_without_room_for_all_of_it_nothing_is_left_behind(office: Office, tmp_path: Path) -> None:
    office.decides(office.mail(REPORT + "\n" + "Quark und Kürbis.\n" * 40_000))
    words = ["export", "1001", "--output", str(tmp_path / "there" / "out"), "--config", str(office.config)]
    limited = 'ulimit -f 300 && exec "$0" -m hauspost "$@"'  # KiB that one file may have
    said = subprocess.run(
        ["bash", "-c", limited, sys.executable, *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert said.returncode == 1
    assert "there is no room" in said.stderr
    assert beside(tmp_path / "there") == []


def test_no_file_holds_a_key_that_answers_in_the_person_s_name(office: Office, tmp_path: Path) -> None:
    key = "abcdefghijklmnopqrstuvwxya"
    office.decides(office.mail(f"Kalt.\nSchreiben Sie an reply+{key}@{DOMAIN}, sagt der Quark.\nDanke."))
    assert office.runs("export", "1001", "--output", str(tmp_path / "out")).status == 0
    files = [path.read_text("utf-8") for path in (tmp_path / "out").rglob("*.*")]
    assert sum("sagt der Quark" in text for text in files) >= 2
    assert not any(key in text for text in files)

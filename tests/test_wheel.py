"""The wheel is complete: installed elsewhere, without the checkout, it plays the demo and sets up an installation."""

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built with the locked hatchling; the registry is not asked."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps"]
    where = ["--no-build-isolation", "--no-index", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run([*pip, *where], check=True)
    (built,) = folder.glob("hauspost-*.whl")
    return built


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """In an environment of its own that finds the other packages in ours, but not the checkout."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder, symlinks=True, with_pip=False)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    (packages,) = folder.glob("lib/python3*/site-packages")
    # A path in a .pth file is searched, but the .pth files that lie there (such as that of the checkout) are not read.
    (packages / "others.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return folder / "bin" / "hauspost"


def run(program: Path, cwd: Path, *words: str) -> str:
    done = subprocess.run([program, *words], cwd=cwd, capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_whatever_is_no_module_travels_too(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    files = [path.relative_to(ROOT) for path in (ROOT / "hauspost").rglob("*") if path.is_file()]
    there = {str(path) for path in files if "__pycache__" not in path.parts}
    assert {name for name in packed if name.startswith("hauspost/")} == there
    assert {Path(name).suffix for name in there} >= {".py", ".j2", ".toml", ".csv"}


def test_it_is_the_wheel_that_runs(program: Path, tmp_path: Path) -> None:
    code = "import hauspost; print(hauspost.__file__)"
    found = subprocess.run(
        [program.with_name("python"), "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert Path(found.stdout.strip()).is_relative_to(program.parents[1])


def test_it_plays_the_demo_in_a_clean_folder(program: Path, tmp_path: Path) -> None:
    told = run(program, tmp_path, "demo", str(tmp_path / "demo"))
    assert "T-1003" in told
    assert list((tmp_path / "demo" / "maildirs").rglob("new/*"))


def test_it_sets_up_an_installation_and_prints_what_goes_beside_it(program: Path, tmp_path: Path) -> None:
    run(program, tmp_path, "init", "office", "--company", "HV", "--domain", "t.example")
    office = tmp_path / "office"
    run(program, office, "import", "masterdata", "--apply")
    run(program, office, "check")
    run(program, office, "preview", "--output", "mails")
    assert list((office / "mails").rglob("*.eml"))
    assert f"ExecStart={program} serve " in run(program, office, "system", "unit", "--user", "hauspost")

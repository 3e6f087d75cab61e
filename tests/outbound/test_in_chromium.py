"""Every mail of the gallery as people see it: on a phone and on a desk, light and dark, in a real browser."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request

from hauspost.cli import app
from hauspost.cli.samples import samples
from hauspost.cli.samples.world import COMPANY
from hauspost.outbound.catalogue import TEMPLATES, languages
from tests import chromium
from tests.servers import absent

pytestmark = pytest.mark.servers

WIDTHS = (360, 800)
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not chromium.program():
        absent("Chromium is not installed (Debian: chromium)")
    with chromium.browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gallery")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("HAUSPOST_CONFIG", raising=False)
        assert app.main(["preview", "--quiet"]) == 0
    return folder / "preview"


class Window:
    """One page that is used again and again; `fetched`: whatever it asked for besides the files of the gallery."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page = page
        self.folder = folder
        self.fetched: list[str] = []
        page.on("request", self._asked)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(self.folder.as_uri()):
            self.fetched.append(request.url)

    def faults(self, file: Path, widths: tuple[int, ...] = WIDTHS) -> list[str]:
        """Of one file in every width and scheme."""
        self.page.goto(file.as_uri())
        found = []
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": 800})
            for scheme in SCHEMES:
                self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                seen = f"{file.parent.name}/{file.stem} {width} px {scheme}"
                found += [f"{seen}: {fault}" for fault in chromium.look(self.page)]
        return found

    def links(self) -> list[str]:
        found: list[str] = self.page.evaluate(
            "() => [...document.querySelectorAll('[href]')].map((e) => e.href)"
        )
        return found


@pytest.fixture
def window(browser: Browser, gallery: Path) -> Iterator[Window]:
    page = browser.new_page(offline=True)
    yield Window(page, gallery)
    page.close()


@pytest.mark.parametrize("code", languages())
def test_every_mail_can_be_read_on_a_phone_and_on_a_desk_by_day_and_by_night(
    code: str, window: Window, gallery: Path
) -> None:
    """No sideways scrolling, contrast of 4.5 at least, 13 px at least, buttons for a thumb; nothing is fetched."""
    links = []
    faults = []
    for name in samples(code):
        faults += window.faults(gallery / code / f"{name}.html")
        links += window.links()
    assert faults == []
    assert window.fetched == []
    assert {urlsplit(link).scheme for link in links} == {
        "mailto",
        "tel",
    }  # the privacy link stands as plain words
    assert COMPANY.privacy_link.startswith("https://")


@pytest.mark.parametrize("code", languages())
def test_the_gallery_has_each_mail_in_every_form(code: str, gallery: Path) -> None:
    forms = ("html", "txt", "eml", "show.html")
    meant = {f"{name}.{form}" for name in samples(code) for form in forms}
    assert {path.name for path in (gallery / code).iterdir()} == meant


def test_the_gallery_s_own_pages_can_be_read_everywhere(window: Window, gallery: Path) -> None:
    assert window.faults(gallery / "index.html") == []
    listed = window.links()
    assert len(listed) == sum(len(samples(code)) for code in languages())
    assert window.faults(gallery / "de" / "acknowledgement.show.html") == []
    assert window.fetched == []


def test_the_gallery_shows_phone_and_desk_side_by_side_light_and_dark(window: Window, gallery: Path) -> None:
    window.page.set_viewport_size({"width": 2400, "height": 1000})
    window.page.goto((gallery / "de" / "acknowledgement.show.html").as_uri())
    seen = [
        frame.evaluate(
            "() => [innerWidth, getComputedStyle(document.body).backgroundColor, document.body.innerText]"
        )
        for frame in window.page.frames[1:]
    ]
    light, dark = "rgb(238, 241, 243)", "rgb(20, 24, 27)"
    assert [(width < 480, paper) for width, paper, _ in seen] == [
        (True, light),
        (True, dark),
        (False, light),
        (False, dark),
    ]
    assert all("Ihre Meldung ist heute" in text for _, _, text in seen)
    assert "Ihre Meldung ist heute um 8:02 Uhr eingegangen." in window.page.inner_text("pre")


@pytest.mark.parametrize(
    "ours, spoilt, fault",
    [
        ("color:#1d242b", "color:#b0b8c0", "contrast"),
        (
            ".card td, .card p { color: #e7ecef !important; }",
            ".card td { color: #333333 !important; }",
            "contrast",
        ),
        ("font-size:13px", "font-size:11px", "11px"),
        ("padding:10px 14px;border:1px", "padding:2px 14px;border:1px", "too small for a thumb"),
        ("max-width:600px", "width:900px", "scrolls sideways"),
    ],
)
def test_a_layout_that_is_hard_to_read_is_seen(
    ours: str, spoilt: str, fault: str, window: Window, gallery: Path, tmp_path: Path
) -> None:
    html = (gallery / "de" / "status_done_rates.html").read_text("utf-8")
    assert ours in html
    (tmp_path / "spoilt.html").write_text(html.replace(ours, spoilt), "utf-8")
    assert any(fault in found for found in window.faults(tmp_path / "spoilt.html"))


def test_what_is_fetched_is_seen(window: Window, tmp_path: Path) -> None:
    (tmp_path / "spoilt.html").write_text('<p>x</p><img alt="" src="https://hv.example/pixel.gif">', "utf-8")
    window.faults(tmp_path / "spoilt.html")
    assert "https://hv.example/pixel.gif" in window.fetched


def test_the_layout_is_the_only_one() -> None:
    assert [path.name for path in TEMPLATES.glob("*.j2")] == ["layout.html.j2"]

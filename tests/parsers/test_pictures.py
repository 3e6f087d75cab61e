"""The copy of a picture: upright, in sRGB, small, and without a trace of what else its file said."""

import io
import struct
import subprocess
import sys
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, ImageDraw, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

from hauspost.parsers import pictures
from hauspost.parsers.pictures import Copy, NotAPicture, copy_of

CANARY = "Kanarienvogel-4711"


def photo(size: tuple[int, int] = (640, 480), mode: str = "RGB") -> Image.Image:
    """A slope of colours with a red corner on top left."""
    slope = Image.linear_gradient("L").resize(size)
    image = Image.merge("RGB", (slope, slope.transpose(Image.Transpose.ROTATE_180), slope))
    image.paste((250, 10, 10), (0, 0, size[0] // 4, size[1] // 4))
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def copied(octets: bytes, **options: int) -> Copy:
    copy = copy_of(octets, **options)
    assert isinstance(copy, Copy), copy
    return copy


def opened(copy: Copy) -> Image.Image:
    image = Image.open(io.BytesIO(copy.octets), formats=("JPEG", "PNG"))
    assert Image.MIME[str(image.format)] == copy.content_type
    assert image.size == (copy.width, copy.height)
    return image


def close(pixel: Any, colour: tuple[int, int, int], *, by: int = 30) -> bool:
    return all(abs(a - b) <= by for a, b in zip(pixel, colour, strict=True))


# ---- formats and sizes


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP"])
def test_each_format_that_people_send_becomes_a_mail_sized_copy(kind: str) -> None:
    copy = copied(saved(photo((3000, 2000)), kind))
    assert (copy.width, copy.height) == (1600, 1067)
    assert len(copy.octets) <= pictures.ENOUGH
    assert close(opened(copy).convert("RGB").getpixel((50, 50)), (250, 10, 10))


@pytest.mark.parametrize(
    "mode", ["L", "LA", "P", "RGB", "RGBA", "I", "I;16", "F", "CMYK", "YCbCr", "LAB", "PA"]
)
def test_each_kind_of_pixel_becomes_grey_or_colour(mode: str) -> None:
    grey = Image.new("RGB", (40, 30), (200, 200, 200))
    image = grey.convert("L").convert(mode) if mode in ("I", "F") else None
    if mode == "I;16":
        image = Image.new("I;16", (40, 30), 200 * 256)
    elif mode == "I":
        image = Image.new("I", (40, 30), 200 * 256)
    elif mode == "LAB":
        image = Image.new("LAB", (40, 30), (205, 128, 128))
    elif image is None:
        image = grey.convert("LA").convert(mode) if mode == "PA" else grey.convert(mode)
    shown = pictures._flat(pictures._plain(image)).convert("RGB").getpixel((5, 5))
    assert close(shown, (200, 200, 200), by=60)


def test_a_small_picture_is_not_enlarged() -> None:
    assert (copied(saved(photo((90, 60)), "JPEG")).width, copied(saved(photo((1, 1)), "PNG")).width) == (
        90,
        1,
    )


def test_the_longer_side_counts() -> None:
    copy = copied(saved(photo((200, 3000)), "JPEG"), longest=300)
    assert (copy.width, copy.height) == (20, 300)


def test_a_line_of_pixels_stays_a_picture() -> None:
    copy = copied(saved(photo((12_000, 1)), "PNG"))
    assert (copy.width, copy.height) == (1600, 1)


def test_even_noise_becomes_small_enough() -> None:
    copy = copied(saved(Image.effect_noise((2400, 2400), 120).convert("RGB"), "JPEG", quality=95))
    assert len(copy.octets) <= pictures.ENOUGH


def test_a_plan_with_few_colours_keeps_its_sharp_edges() -> None:
    plan = Image.new("RGB", (900, 700), "white")
    ImageDraw.Draw(plan).line((10, 10, 800, 650), fill="black", width=3)
    copy = copied(saved(plan, "PNG"))
    assert copy.content_type == "image/png"
    assert opened(copy).convert("RGB").tobytes() == plan.tobytes()


def test_a_shrunk_plan_is_a_graphic_still() -> None:
    plan = Image.new("RGB", (4000, 3000), "white")
    ImageDraw.Draw(plan).ellipse((100, 100, 3000, 2500), outline="blue", width=20)
    copy = copied(saved(plan, "GIF"))
    assert (copy.content_type, copy.width) == ("image/png", 1600)


def test_a_photo_in_a_png_becomes_a_jpeg() -> None:
    assert copied(saved(photo((900, 900)), "PNG")).content_type == "image/jpeg"


def test_a_grey_photo_in_a_jpeg_is_no_graphic() -> None:
    """It has as few shades as a plan has; as PNG it would be many times as large, and take as many times as long."""
    grey = photo((900, 900)).convert("L")
    assert copied(saved(grey, "JPEG")).content_type == "image/jpeg"
    assert copied(saved(Image.new("L", (90, 90), 200), "JPEG")).content_type == "image/jpeg"


def test_an_animation_shows_its_first_picture() -> None:
    first, second = Image.new("RGB", (80, 60), "lime"), Image.new("RGB", (80, 60), "black")
    for kind in ("GIF", "WEBP", "PNG"):
        copy = copied(saved(first, kind, save_all=True, append_images=[second]))
        assert close(opened(copy).convert("RGB").getpixel((9, 9)), (0, 255, 0))


def test_the_same_octets_give_the_same_copy() -> None:
    octets = saved(photo((2000, 1500)), "JPEG")
    assert copy_of(octets) == copy_of(octets)


# ---- upright


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_picture_stands_upright_however_the_camera_was_held(kind: str, orientation: int) -> None:
    undo = pictures.UPRIGHT.get(orientation)
    inverse = {
        Image.Transpose.ROTATE_90: Image.Transpose.ROTATE_270,
        Image.Transpose.ROTATE_270: Image.Transpose.ROTATE_90,
    }
    upright = photo((400, 300))
    held = upright if undo is None else upright.transpose(inverse.get(undo, undo))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    copy = copied(saved(held, kind, exif=exif))
    assert (copy.width, copy.height) == (400, 300)
    assert close(opened(copy).convert("RGB").getpixel((20, 20)), (250, 10, 10))


@pytest.mark.parametrize("orientation", [0, 9, 65_535])
def test_an_orientation_that_does_not_exist_turns_nothing(orientation: int) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    assert copied(saved(photo((40, 30)), "JPEG", exif=exif)).width == 40


def test_exif_that_is_none_turns_nothing() -> None:
    octets = saved(photo((40, 30)), "JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff")
    assert copied(octets).width == 40


# ---- colours


def test_what_lies_under_a_transparent_spot_is_gone() -> None:
    hidden = Image.new("RGBA", (300, 200), (10, 20, 30, 0))
    assert opened(copied(saved(hidden, "PNG"))).convert("RGB").getcolors() == [(300 * 200, (255, 255, 255))]


def test_colours_are_converted_as_their_profile_means_them() -> None:
    swapped = _profile_with_red_and_blue_swapped()
    copy = copied(saved(Image.new("RGB", (60, 60), (255, 0, 0)), "PNG", icc_profile=swapped))
    assert close(opened(copy).convert("RGB").getpixel((5, 5)), (0, 0, 255), by=12)


@pytest.mark.parametrize(
    "profile", [b"x", b"\x00" * 200, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()]
)
def test_a_profile_that_does_not_fit_leaves_the_colours_alone(profile: bytes) -> None:
    copy = copied(saved(Image.new("RGB", (60, 60), (255, 0, 0)), "PNG", icc_profile=profile))
    assert close(opened(copy).convert("RGB").getpixel((5, 5)), (255, 0, 0), by=2)


def _profile_with_red_and_blue_swapped() -> bytes:
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return plain.replace(b"rXYZ", b"?XYZ", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"?XYZ", b"bXYZ", 1)


# ---- canaries


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _in_jpeg(canary: bytes) -> bytes:
    """In the comment, EXIF with a thumbnail and a place, XMP, IPTC, an unknown segment, a profile, and behind all."""
    exif = Image.Exif()
    text = canary.decode()
    for tag in (
        ExifTags.Base.Make,
        ExifTags.Base.Model,
        ExifTags.Base.Artist,
        ExifTags.Base.ImageDescription,
    ):
        exif[tag] = text
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = b"ASCII\x00\x00\x00" + canary
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.MakerNote] = canary
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSProcessingMethod] = canary
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSMapDatum] = text
    plain = saved(photo(), "JPEG", exif=exif, comment=canary, icc_profile=_named_profile(canary))
    xmp = b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>" + canary + b"</x:xmpmeta>"
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(canary)) + canary
    segments = ((0xE1, xmp), (0xED, iptc), (0xE7, canary), (0xE1, canary))
    extra = b"".join(b"\xff" + bytes((mark,)) + struct.pack(">H", len(s) + 2) + s for mark, s in segments)
    return plain[:2] + extra + plain[2:] + canary


def _named_profile(canary: bytes) -> bytes:
    """A profile with the canary behind its last tag."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return plain + canary


def _in_png(canary: bytes, *, few: bool) -> bytes:
    info = PngInfo()
    text = canary.decode()
    info.add_text("Author", text)
    info.add_text("Comment", text, zip=True)
    info.add_itxt("XML:com.adobe.xmp", f"<x>{text}</x>")
    info.add(b"prVt", canary)
    info.add(b"prVt", canary, after_idat=True)
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = text
    image = Image.new("RGB", (64, 48), "navy") if few else photo()
    octets = saved(image, "PNG", pnginfo=info, exif=exif, icc_profile=_named_profile(canary))
    return octets + _chunk(b"tEXt", canary) + canary


def _in_gif(canary: bytes) -> bytes:
    """In the comment, in colours that no pixel has, and behind the end."""
    image = Image.new("P", (64, 48), 255)
    image.putpalette((canary * 43)[:765] + b"\x10\x20\x30")
    return saved(image, "GIF", comment=canary, optimize=False) + canary


def _in_visible_colours(canary: bytes) -> bytes:
    """The canary as the colours of the first pixels, in a palette of that order."""
    body = canary + bytes(-len(canary) % 3)
    image = Image.new("P", (64, 48), 0)
    image.putpalette(body)
    image.putdata([n % (len(body) // 3) for n in range(64 * 48)])
    return saved(image, "PNG")


def _in_webp(canary: bytes) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = canary.decode()
    return (
        saved(photo(), "WEBP", exif=exif, xmp=b"<x>" + canary + b"</x>", icc_profile=_named_profile(canary))
        + canary
    )


def _in_tiff(canary: bytes) -> bytes:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    for tag in (
        ExifTags.Base.Artist,
        ExifTags.Base.ImageDescription,
        ExifTags.Base.Copyright,
        ExifTags.Base.DocumentName,
    ):
        tags[tag] = canary.decode()
    tags[700] = b"<x>" + canary + b"</x>"
    return saved(photo(), "TIFF", tiffinfo=tags) + canary


def _in_bmp(canary: bytes) -> bytes:
    return saved(photo(), "BMP") + canary


HIDING_PLACES = {
    "jpeg": _in_jpeg,
    "png": lambda canary: _in_png(canary, few=False),
    "graphic": lambda canary: _in_png(canary, few=True),
    "gif": _in_gif,
    "visible colours": _in_visible_colours,
    "webp": _in_webp,
    "tiff": _in_tiff,
    "bmp": _in_bmp,
}
WORDS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-@. ", min_size=8, max_size=40)


@pytest.mark.parametrize("where", HIDING_PLACES)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=WORDS)
def test_no_canary_survives_wherever_it_was_planted(where: str, words: str) -> None:
    canary = words.encode()
    octets = HIDING_PLACES[where](canary)
    assert where == "visible colours" or canary in octets
    copy = copied(octets)
    for form in (canary, words.encode("utf-16-le"), words.encode("utf-16-be"), canary[:8]):
        assert form not in copy.octets
    assert opened(copy).info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not opened(copy).getexif()


@pytest.mark.parametrize("where", HIDING_PLACES)
def test_a_copy_has_only_the_segments_that_pixels_need(where: str) -> None:
    copy = copied(HIDING_PLACES[where](CANARY.encode()))
    if copy.content_type == "image/png":
        assert set(_chunks(copy.octets)) == {b"IHDR", b"IDAT", b"IEND"}
    else:
        # JFIF, tables, frame, scan; nothing of APP1–APP15, no comment.
        assert set(_segments(copy.octets)) <= {0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA}
        assert copy.octets.endswith(b"\xff\xd9")


def _chunks(octets: bytes) -> list[bytes]:
    found: list[bytes] = []
    at = 8
    while at < len(octets):
        (length,) = struct.unpack(">I", octets[at : at + 4])
        found.append(octets[at + 4 : at + 8])
        at += length + 12
    return found


def _segments(octets: bytes) -> list[int]:
    found: list[int] = []
    at = 2
    while not found or found[-1] != 0xDA:
        found.append(octets[at + 1])
        at += 2 + struct.unpack(">H", octets[at + 2 : at + 4])[0]
    return found


# ---- totality


@settings(max_examples=150, deadline=None)
@given(
    octets=st.binary(max_size=300),
    start=st.sampled_from(
        [
            b"",
            b"\xff\xd8\xff",
            b"\x89PNG\r\n\x1a\n",
            b"GIF89a",
            b"BM",
            b"II*\x00",
            b"RIFF\x00\x00\x00\x00WEBPVP8X",
        ]
    ),
)
def test_any_octets_give_a_value(octets: bytes, start: bytes) -> None:
    assert isinstance(copy_of(start + octets), (Copy, NotAPicture))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_broken_picture_gives_a_value(kind: str, data: st.DataObject) -> None:
    octets = bytearray(saved(photo((60, 40)), kind))
    for _ in range(data.draw(st.integers(1, 5))):
        octets[data.draw(st.integers(0, len(octets) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(octets)))
    assert isinstance(copy_of(bytes(octets[:end])), (Copy, NotAPicture))


def test_formats_beyond_the_list_are_never_opened() -> None:
    assert set(pictures.FORMATS) <= {"JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "HEIF"}
    for kind in ("PPM", "ICO", "TGA", "PCX", "PDF", "EPS", "SGI"):
        assert copy_of(saved(photo((32, 32)), kind)) == NotAPicture("format")


def test_a_heic_picture_is_read_where_its_extra_is_installed() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = CANARY
    octets = saved(photo(), "HEIF", exif=exif.tobytes())
    assert CANARY.encode() in octets
    copy = copied(octets)
    assert CANARY.encode() not in copy.octets
    assert (copy.content_type, copy.width) == ("image/jpeg", 640)


def test_a_heic_picture_without_the_extra_says_what_is_missing(tmp_path: Path) -> None:
    """In a process of its own, where the extra cannot be imported."""
    (tmp_path / "photo.heic").write_bytes(saved(photo(), "HEIF"))
    program = (
        "import sys; sys.modules['pillow_heif'] = None\n"
        "from pathlib import Path\n"
        "from hauspost.parsers.pictures import copy_of\n"
        f"print(copy_of(Path({str(tmp_path / 'photo.heic')!r}).read_bytes()))"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "NotAPicture(reason='heic')"


def test_no_picture_is_a_value_too() -> None:
    assert copy_of(b"") == NotAPicture("empty")
    assert copy_of(Path(__file__).read_bytes()) == NotAPicture("format")


def test_the_small_picture_inside_a_picture_is_gone() -> None:
    """A thumbnail in EXIF's second directory (CIPA DC-008, 4.5.5) may show what was cut off the picture itself."""
    small = saved(photo((40, 30)), "JPEG", comment=CANARY.encode())
    entries = ((0x0103, 3, 6), (0x0201, 4, 56), (0x0202, 4, len(small)))
    directory = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    exif = b"Exif\0\0II*\0" + struct.pack("<IHIH", 8, 0, 14, 3) + directory + struct.pack("<I", 0) + small
    octets = saved(photo(), "JPEG", exif=exif)
    assert small in octets
    copy = copied(octets)
    assert CANARY.encode() not in copy.octets
    assert copy.octets.count(b"\xff\xd8\xff") == 1


# ---- pictures that are not what they seem


def _png(side: int, *, depth: int = 8, rows: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", side, side, depth, 2, 0, 0, 0)
    data = zlib.compress(rows or bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (_chunk(b"IHDR", head), _chunk(b"IDAT", data), _chunk(b"IEND", b""))
    )


def _jpeg_that_claims(side: int) -> bytes:
    octets = saved(photo((100, 100)), "JPEG")
    frame = octets.index(b"\xff\xc0") + 5
    return octets[:frame] + struct.pack(">HH", side, side) + octets[frame + 4 :]


BOMBS = {
    "PNG": _png(50_000),
    "JPEG": _jpeg_that_claims(50_000),
    "GIF": b"GIF89a" + struct.pack("<HH", 50_000, 50_000) + b"\x80\0\0" + bytes(6) + b"\x2c" + bytes(4)
    + struct.pack("<HH", 50_000, 50_000) + b"\0\x02\x02L\x01\0;",
    "BMP": b"BM" + struct.pack("<IHHI", 54, 0, 0, 54)
    + struct.pack("<IiiHHIIiiII", 40, 50_000, 50_000, 1, 24, 0, 0, 0, 0, 0, 0),
}  # fmt: skip


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_is_left_before_its_pixels_are_made(kind: str) -> None:
    tracemalloc.start()
    assert copy_of(BOMBS[kind]) == NotAPicture("pixels")
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_half_a_picture_is_none(kind: str, share: float) -> None:
    octets = saved(photo(), kind)
    assert copy_of(octets[: int(len(octets) * share)]) == NotAPicture("unreadable")


def test_a_printers_colours_are_shown_as_a_screen_s() -> None:
    copy = copied(saved(photo().convert("CMYK"), "JPEG"))
    assert close(opened(copy).convert("RGB").getpixel((20, 20)), (250, 10, 10))


def test_sixteen_bits_a_colour_become_eight() -> None:
    row = b"\0" + struct.pack(">HHH", 0xFA00, 0x0A00, 0x0A00) * 20
    copy = copied(_png(20, depth=16, rows=row * 20))
    assert close(opened(copy).convert("RGB").getpixel((5, 5)), (250, 10, 10), by=1)


@pytest.mark.parametrize("clear", [1, bytes((255, 0))])
def test_a_palette_with_a_clear_colour_lies_on_white(clear: int | bytes) -> None:
    image = Image.new("P", (60, 60), 0)
    image.putpalette([255, 0, 0, 0, 255, 0])
    image.paste(1, (30, 0, 60, 60))
    shown = opened(copied(saved(image, "PNG", transparency=clear))).convert("RGB")
    assert (shown.getpixel((5, 5)), shown.getpixel((50, 5))) == ((255, 0, 0), (255, 255, 255))


@pytest.mark.parametrize(
    "octets",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<?xml version="1.0"?>\n<!-- x -->\n<svg width="9" height="9"></svg>',
        b"<html><body>IMG_0001.jpg</body></html>",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    ],
)
def test_what_is_drawn_by_a_program_is_never_shown(octets: bytes) -> None:
    assert copy_of(octets) == NotAPicture("format")

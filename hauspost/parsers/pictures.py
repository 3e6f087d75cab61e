"""Knows how a foreign picture becomes a small copy of its pixels alone: upright, in sRGB, mute about its maker."""

import io
import warnings
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

# The last two only register what `Image.open` may read: else it would load every decoder that Pillow has.
from PIL import Image, ImageCms, TiffImagePlugin, UnidentifiedImageError, WebPImagePlugin  # noqa: F401

with suppress(ImportError):  # the extra "heic" is not installed everywhere
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)

FORMATS: Final = (
    *("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP"),
    *(kind for kind in ("HEIF",) if kind in Image.OPEN),
)
HEIC: Final = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc")  # ISO/IEC 23008-12, annex B
# SAFETY, "Limits"
PIXELS: Final = 40_000_000
SIDE: Final = 12_000

LONGEST: Final = 1600  # enough to read a type plate, small enough for a mail
ENOUGH: Final = 400_000  # octets
FEW: Final = 256  # colours up to which a picture is a graphic: a plan, a form, a screenshot
LOSSY: Final = (
    "JPEG",
)  # a grey photograph has no more shades than FEW, and what edges it had are blurred by now

# Ever smaller until it is small enough: the share of the size, and JPEG's quality. The last one counts in any case.
ATTEMPTS: Final = ((1.0, 82), (1.0, 72), (0.8, 68), (0.6, 62), (0.45, 55))

# EXIF's orientation (CIPA DC-008, 4.6.5) and what undoes it.
UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
ORIENTATION: Final = 0x0112
WHITE: Final = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Copy:
    """Octets that hold pixels and nothing else; JPEG or PNG."""

    octets: bytes
    content_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class NotAPicture:
    """Why there is no copy: empty | format | heic | pixels | side | memory | unreadable, or how its reader fell.

    heic: a telephone's format, for which the extra "heic" is not installed.
    """

    reason: str


def copy_of(octets: bytes, *, longest: int = LONGEST) -> Copy | NotAPicture:
    """Any octets give a value. The longer side of the copy has at most `longest` pixels; nothing is enlarged."""
    if not octets:
        return NotAPicture("empty")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # worn files are no news; only a bomb is an end
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _copied(octets, longest)
    except UnidentifiedImageError:
        return NotAPicture("heic" if octets[4:12] in HEIC else "format")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return NotAPicture("pixels")
    except MemoryError:
        return NotAPicture("memory")
    except (
        Exception
    ):  # decoders on foreign octets raise whatever they like; this is the one place to catch it
        return NotAPicture("unreadable")


def _copied(octets: bytes, longest: int) -> Copy | NotAPicture:
    with Image.open(io.BytesIO(octets), formats=FORMATS) as image:
        width, height = image.size
        if max(width, height) > SIDE:
            return NotAPicture("side")
        if width * height > PIXELS:
            return NotAPicture("pixels")
        image.draft(None, (2 * longest, 2 * longest))  # a JPEG is decoded at a fraction of its size at once
        profile, plain, is_lossy = image.info.get("icc_profile"), _plain(image), image.format in LOSSY
        orientation = _orientation(
            image
        )  # asked last: some decoders turn a picture themselves and say so only then
    is_graphic = not is_lossy and plain.getcolors(FEW) is not None
    shrunk = _flat(_shrunk(plain, longest))
    shown = _upright(_in_srgb(shrunk, profile), orientation)
    return (_as_png(shown) if is_graphic else None) or _as_jpeg(shown)


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # what cannot be read turns nothing
        return 1


# ---- pixels


def _plain(image: Image.Image) -> Image.Image:
    """The same pixels as grey, RGB, RGBA or CMYK: modes that can be resized and that profiles speak of."""
    mode = image.mode
    if mode in ("L", "RGB", "RGBA", "CMYK") and "transparency" not in image.info:
        image.load()
        return image
    if mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if mode in ("1", "F"):
        return image.convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _shrunk(image: Image.Image, longest: int) -> Image.Image:
    share = longest / max(image.size)
    return image if share >= 1 else _scaled(image, share)


def _scaled(image: Image.Image, share: float) -> Image.Image:
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _flat(image: Image.Image) -> Image.Image:
    """On white paper: what lies unseen under a transparent spot is gone."""
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGB", image.size, WHITE)
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _in_srgb(image: Image.Image, profile: object) -> Image.Image:
    """Colours as the profile means them. A profile names its maker, so none goes along."""
    if isinstance(profile, bytes) and profile:
        try:
            meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            changed = ImageCms.profileToProfile(
                image, meant, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            return changed or image.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile for another kind of picture, or broken: its colours are taken as they are
    return image.convert("RGB")


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    """A fresh picture that was never opened from anything, so that no remark clings to it."""
    method = UPRIGHT.get(orientation)
    turned = image if method is None else image.transpose(method)
    fresh = Image.new("RGB", turned.size)
    fresh.paste(turned)
    return fresh


# ---- octets


def _as_png(image: Image.Image) -> Copy | None:
    """A graphic keeps its sharp edges, unless that takes too much room.

    Without a palette, which would hold colours in the author's order as plain octets.
    """
    few = image
    if image.getcolors(FEW) is None:  # shrinking made shades between the colours
        few = image.quantize(FEW, dither=Image.Dither.NONE).convert("RGB")
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    octets = out.getvalue()
    return Copy(octets, "image/png", *image.size) if len(octets) <= ENOUGH else None


def _as_jpeg(image: Image.Image) -> Copy:
    for share, quality in ATTEMPTS:
        sized = image if share == 1.0 else _scaled(image, share)
        out = io.BytesIO()
        sized.save(out, "JPEG", quality=quality, optimize=True)
        copy = Copy(out.getvalue(), "image/jpeg", *sized.size)
        if len(copy.octets) <= ENOUGH:
            break
    return copy

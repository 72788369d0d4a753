"""A photo as somebody's telephone made it, turned into one that may be shown: upright, small, and with nothing hidden in it."""

import io
import warnings
from dataclasses import dataclass
from threading import Lock

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from assetmap.errors import Fault, Faulty

FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST, SMALL = 1600, 480  # pixels of the longer side
SHORTEST = 100
MOST_PIXELS = 60_000_000  # more than any telephone has; a few kilobytes can unpack to more than the memory
QUALITY = 82
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Picture:
    """A photo as it is kept: JPEG of at most 1,600 pixels, a small one of at most 480, and the size of the first in pixels."""

    large: bytes
    small: bytes
    width: int
    height: int


def tidy(content: bytes) -> Picture:
    """A photo that may be shown; Faulty where it is none. Only the pixels are kept: no place, no camera, no owner, no thumbnail.

    One at a time: a few kilobytes may unpack to several hundred megabytes, and anybody may send some of them at once.
    """
    with _one_at_a_time:
        pixels = _pixels(content)
        large = _fitted(pixels, LONGEST)
        return Picture(_jpeg(large), _jpeg(_fitted(pixels, SMALL)), large.width, large.height)


def _pixels(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd but harmless metadata, which is left behind anyway
            found = Image.open(io.BytesIO(content), formats=FORMATS)
            if found.width * found.height > MOST_PIXELS:
                raise _fault("This photo has too many pixels. Make it smaller and try again.")
            _load_whole(found)
            flat = _flat(ImageOps.exif_transpose(found))
    except Faulty:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise _fault("This is not a photo we can read. Choose a JPEG, PNG or WebP file.") from error
    if min(flat.size) < SHORTEST:
        raise _fault(f"This photo is too small: each side needs {SHORTEST} pixels or more.")
    return flat


def _load_whole(picture: Image.Image) -> None:
    """Read all of it: WeasyPrint tells Pillow, for the whole process, to put up with half a file. Nobody else may do so meanwhile."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        picture.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _flat(picture: Image.Image) -> Image.Image:
    """In plain colours on white: a profile is turned into sRGB, see-through parts are filled."""
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "L", "CMYK"):
        try:
            srgb = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), srgb, outputMode="RGB")
            picture = turned or picture
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile: the colours are a little off, which is better than no photo
    if "A" in picture.getbands() or "transparency" in picture.info:
        rgba = picture.convert("RGBA")
        ground = Image.new("RGB", rgba.size, "white")
        ground.paste(rgba, mask=rgba.getchannel("A"))
        return ground
    return picture.convert("RGB")


def _fitted(picture: Image.Image, longest: int) -> Image.Image:
    """At most so many pixels on its longer side, in a picture of its own that carries nothing along."""
    fitted = ImageOps.contain(picture, (longest, longest)) if max(picture.size) > longest else picture
    bare = Image.new("RGB", fitted.size)
    bare.paste(fitted)
    return bare


def _jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return file.getvalue()


def _fault(words: str) -> Faulty:
    return Faulty([Fault(words, field="photo")])

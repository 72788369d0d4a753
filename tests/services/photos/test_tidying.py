"""A photo as it comes from a telephone, and as it is kept."""

import io

import pytest
from PIL import Image, ImageCms, ImageFile

from assetmap.errors import Faulty
from assetmap.services import photos

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


def taken(size=(2000, 1000), kind="JPEG", turned=1, **more) -> bytes:
    """A photo with a place, a maker and a comment in it: left half red, right half blue."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = turned, "Xanthic Phones"
    exif.get_ifd(GPS)[1], exif.get_ifd(GPS)[2] = "N", (51.0, 31.0, 12.0)
    file = io.BytesIO()
    picture.save(file, kind, exif=exif, **more)
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_the_pixels_is_kept(kind):
    picture = photos.tidy(taken(kind=kind))
    for content in (picture.large, picture.small):
        kept = opened(content)
        assert kept.format == "JPEG" and not dict(kept.getexif())
        assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        assert b"Xanthic" not in content and b"Exif" not in content


def test_it_is_made_small_enough_for_a_telephone():
    picture = photos.tidy(taken((3000, 1500)))
    assert (picture.width, picture.height) == opened(picture.large).size == (1600, 800)
    assert opened(picture.small).size == (480, 240)


def test_a_small_one_is_not_made_larger():
    assert opened(photos.tidy(taken((300, 200))).large).size == (300, 200)


def test_one_taken_sideways_is_turned_upright():
    picture = photos.tidy(taken((400, 200), turned=6))
    kept = opened(picture.large)
    assert kept.size == (200, 400)
    red, _green, blue = kept.getpixel((100, 10))
    assert red > 200 > blue


def test_see_through_parts_become_white():
    file = io.BytesIO()
    Image.new("RGBA", (200, 200), (0, 0, 0, 0)).save(file, "PNG")
    assert min(opened(photos.tidy(file.getvalue()).large).getpixel((5, 5))) > 250


def test_other_colour_profiles_are_turned_into_the_usual_one():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    odd = taken((200, 200), icc_profile=profile.tobytes())
    assert "icc_profile" not in opened(photos.tidy(odd).large).info


def broken() -> list[bytes]:
    whole = taken((600, 400))
    gif, tiny = io.BytesIO(), io.BytesIO()
    Image.new("P", (200, 200)).save(gif, "GIF")
    Image.new("RGB", (20, 2000)).save(tiny, "PNG")
    return [b"", b"<svg onload=alert(1)>", b"%PDF-1.7", whole[: len(whole) // 3], whole[:30], gif.getvalue(), tiny.getvalue()]


@pytest.mark.parametrize("content", broken())
def test_what_is_no_photo_is_refused_with_a_sentence(content):
    with pytest.raises(Faulty) as refused:
        photos.tidy(content)
    assert refused.value.faults[0].field == "photo"


def test_half_a_photo_is_refused_even_where_another_library_would_put_up_with_it(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(Faulty):
        photos.tidy(broken()[3])


def test_a_few_bytes_that_unpack_to_more_than_the_memory_are_refused():
    file = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(file, "PNG")
    assert len(file.getvalue()) < 100_000
    with pytest.raises(Faulty):
        photos.tidy(file.getvalue())

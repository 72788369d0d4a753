"""The truth about an entry: what is checked on every way in, whatever the form has checked before."""

import re
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from assetmap.errors import Fault, Faulty, OutsideEveryArea
from assetmap.models import Cost, GroupKind, Holder, Precision
from assetmap.models import assets as asset_limits
from assetmap.models import groups as group_limits
from assetmap.services import areas, consents, locate
from assetmap.services.precision import USUAL, check_agreed, telling_faults, usual
from assetmap.services.times import check as times
from assetmap.services.times.clock import today
from assetmap.services.vocabulary import Vocabulary, vocabulary
from assetmap.services.words import typed, unsafe

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{5,28}( ?(x|ext\.?) ?[0-9]{1,6})?", re.IGNORECASE)
ASSET_TEXTS = {
    "name": asset_limits.NAME_LIMIT,
    "summary": asset_limits.SUMMARY_LIMIT,
    "description": asset_limits.DESCRIPTION_LIMIT,
    "group_name": group_limits.NAME_LIMIT,
    "address": asset_limits.ADDRESS_LIMIT,
    "postcode": asset_limits.POSTCODE_LIMIT,
    "opening_times": asset_limits.HOURS_LIMIT,
}
GROUP_TEXTS = {"name": group_limits.NAME_LIMIT, "purpose": group_limits.PURPOSE_LIMIT}
CONTACT_TEXTS = {
    "website": group_limits.WEB_LIMIT,
    "public_email": group_limits.EMAIL_LIMIT,
    "public_phone": group_limits.PHONE_LIMIT,
    "source": group_limits.SOURCE_LIMIT,
}
MANY_LINES = {"description", "purpose", "opening_times"}
RADII = (250, 500, 1000)  # metres
Content = dict[str, Any]


def check_asset(session: Session, content: Content, tolerance_m: float) -> Content:
    """An asset's content, cleaned; Faulty with every fault at once."""
    words = vocabulary(session)
    checked, faults = _texts(content, ASSET_TEXTS | CONTACT_TEXTS)
    _needs(checked, faults, "name", "Give the asset a name.")
    _needs(checked, faults, "summary", "Say in one line what it is.")
    checked["category"] = _choice(content, "category", [each.slug for each in words.categories], faults, "Choose what kind of asset it is.")
    checked["holder"] = _choice(content, "holder", list(Holder), faults, "Choose who holds it.")
    checked["cost"] = _choice({"cost": content.get("cost") or "unknown"}, "cost", list(Cost), faults, "Choose what it costs.")
    for name, kind in (("audiences", "audience"), ("languages", "language"), ("access", "access")):
        checked[name] = _terms(words, content, name, kind, faults)
    checked |= _precision(content, faults)
    checked |= _point(session, content, tolerance_m, faults)
    faults += check_agreed(content, checked)
    if checked["precision"] in (Precision.area, Precision.blurred) and checked["lon"] is None:
        missing = "To show only roughly where it is we need to know where it is. Give a place, or choose 'no fixed place'."
        faults.append(Fault(missing, field="located"))
    checked["consents"] = consents.agreed(content, checked)
    checked["schedules"], wrong = times.check(content.get("schedules"), today(session))
    faults += wrong + telling_faults(checked)
    if faults:
        raise Faulty(faults)
    return checked


def check_group(session: Session, content: Content, tolerance_m: float) -> Content:
    """A group's content, cleaned; Faulty with every fault at once. A group has no point, so the tolerance plays no part."""
    words = vocabulary(session)
    checked, faults = _texts(content, GROUP_TEXTS | CONTACT_TEXTS)
    _needs(checked, faults, "name", "Give the group's name.")
    _needs(checked, faults, "purpose", "Say in a sentence or two what the group is for.")
    checked["kind"] = _choice(content, "kind", list(GroupKind), faults, "Choose what kind of group it is.")
    for name, kind in (("audiences", "audience"), ("languages", "language")):
        checked[name] = _terms(words, content, name, kind, faults)
    checked["themes"] = _listed([category.slug for category in words.categories], content, "themes", faults)
    known = {area.code for area in areas.neighbourhoods(session)}
    checked["areas"] = sorted({str(code) for code in content.get("areas") or ()})
    if not set(checked["areas"]) <= known:
        faults.append(Fault("Choose neighbourhoods from the list.", field="areas"))
    checked["consents"] = consents.agreed(content, checked)
    checked["schedules"], wrong = times.check(content.get("schedules"), today(session))
    faults += wrong
    if faults:
        raise Faulty(faults)
    return checked


def _precision(content: Content, faults: list[Fault]) -> Content:
    """What the public may see of the place; entries of before only said whether it is approximate."""
    chosen = str(content.get("precision") or ("area" if content.get("approximate") else USUAL))
    if chosen == USUAL:
        placed = content.get("lon") is not None
        chosen = usual(str(content.get("holder")), bool(content.get("home"))).value if placed else Precision.exact.value
    if chosen not in list(Precision):
        chosen = Precision.hidden.value
        faults.append(Fault("Choose what everyone may see of the place.", field="precision"))
    radius = content.get("radius_m") if chosen == Precision.blurred else None
    if chosen == Precision.blurred and radius not in RADII:
        radius = max(RADII)
        faults.append(Fault("Choose how far from the place the pin may be.", field="radius_m"))
    return {"precision": chosen, "radius_m": radius, "approximate": chosen != Precision.exact}


def _texts(content: Content, limits: dict[str, int]) -> tuple[Content, list[Fault]]:
    checked: Content = {}
    faults: list[Fault] = []
    for name, limit in limits.items():
        checked[name], wrong = typed(str(content.get(name) or ""), name, limit, lines=name in MANY_LINES)
        faults += wrong
    return checked, faults + contact_faults(checked)


def contact_faults(checked: Content) -> list[Fault]:
    """What is wrong with a `website`, a `public_email` and a `public_phone`."""
    faults = []
    if checked["website"] and not _is_web_address(checked["website"]):
        faults.append(Fault("Give a web address that begins with https:// or http://, such as https://example.org.", field="website"))
    if checked["public_email"] and not EMAIL.fullmatch(checked["public_email"]):
        faults.append(Fault("Give an e-mail address such as hello@example.org.", field="public_email"))
    if checked["public_phone"] and not PHONE.fullmatch(checked["public_phone"]):
        faults.append(Fault("Give a telephone number such as 020 7946 0000.", field="public_phone"))
    return faults


def answer_to(given: str) -> tuple[str, list[Fault]]:
    """The e-mail address of whoever sends something, or none, and what is wrong with it."""
    email = given.strip()
    if email and (not EMAIL.fullmatch(email) or len(email) > group_limits.EMAIL_LIMIT or unsafe(email)):
        return email, [Fault("Give one e-mail address such as you@example.org, or leave this empty.", field="sender_email")]
    return email, []


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in host and not parts.username and not re.search(r"[\s<>\"'`\\{}|^]", text)


def _needs(checked: Content, faults: list[Fault], name: str, message: str) -> None:
    if not checked[name]:
        faults.append(Fault(message, field=name))


def _choice(content: Content, name: str, allowed: list[str], faults: list[Fault], message: str) -> str:
    value = str(content.get(name) or "")
    if value not in [str(each) for each in allowed]:
        faults.append(Fault(message, field=name))
    return value


def _terms(words: Vocabulary, content: Content, name: str, kind: str, faults: list[Fault]) -> list[str]:
    return _listed([term.slug for term in words.terms(kind)], content, name, faults)


def _listed(known: list[str], content: Content, name: str, faults: list[Fault]) -> list[str]:
    given = {str(slug) for slug in content.get(name) or ()}
    if not given <= set(known):
        faults.append(Fault("Choose from the list.", field=name))
    return [slug for slug in known if slug in given]


def _point(session: Session, content: Content, tolerance_m: float, faults: list[Fault]) -> Content:
    lon, lat = content.get("lon"), content.get("lat")
    if lon is None or lat is None:
        return {"lon": None, "lat": None}
    try:
        lon, lat = round(float(lon), 6), round(float(lat), 6)
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise OutsideEveryArea("These numbers are not degrees of longitude and latitude.")
        locate.check_inside(session, lon, lat, tolerance_m)
    except (OutsideEveryArea, ValueError) as error:
        faults.append(Fault(str(error), field="located"))
    return {"lon": lon, "lat": lat}

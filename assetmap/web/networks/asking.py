"""What a request asks of a network: the same words in the address of every page, picture and file."""

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from assetmap.errors import BadQuery
from assetmap.models import LinkKind
from assetmap.services.accounts import CONNECTORS
from assetmap.services.networks import Look, Viewer
from assetmap.web.access import roles
from assetmap.web.context import Words

NAMED = 40


def viewer() -> Viewer:
    """Who looks: one who looks after networks, or anybody."""
    return Viewer.everyone if CONNECTORS.isdisjoint(roles()) else Viewer.connector


def read(args: MultiDict[str, str], area: str = "", around: str = "") -> Look:
    """What `kind` (any number), `theme`, `area`, `around`, `steps` and `example` ask; what is not known counts as not asked."""
    themes = {category.slug for category in Words().categories}
    return Look(
        viewer(),
        example=args.get("example", "") if args.get("example") in ("yes", "no") else "",
        area=area or args.get("area", "")[:NAMED],
        kinds=tuple(kind.value for kind in LinkKind if kind in args.getlist("kind")),
        theme=args.get("theme", "") if args.get("theme") in themes else "",
        around=around or args.get("around", "")[:NAMED],
        steps=1 if args.get("steps") == "1" else 2,
    )


def must_read(args: MultiDict[str, str]) -> Look:
    """The same where a wrong answer is worse than none: BadQuery with everything in it that is not known."""
    known = {"kind": {kind.value for kind in LinkKind}, "theme": {each.slug for each in Words().categories}}
    known |= {"steps": {"1", "2"}, "example": {"yes", "no"}}
    strange = [(name, value) for name, values in known.items() for value in args.getlist(name) if value not in values]
    if strange:
        raise BadQuery([_("There is no %(facet)s called '%(value)s'.", facet=name, value=value[:NAMED]) for name, value in strange])
    return read(args)

"""Find local networks: what somebody wants to start, and who is there already."""

from typing import Any

from flask import Blueprint, g, render_template, request
from flask_babel import gettext as _

from assetmap.errors import NotFound
from assetmap.services import networks
from assetmap.services.networks import Viewer, finding
from assetmap.services.networks.answers import Answer
from assetmap.web.facets import area_groups
from assetmap.web.networks import find_asked as asked
from assetmap.web.networks import find_words as words
from assetmap.web.sessions import session

blueprint = Blueprint("finding", __name__)


@blueprint.get("/networks/find")
def index() -> str:
    """A question as a short form, and its answer where one is asked."""
    read = asked.read(request.args)
    answer, faults = None, read.faults
    if read.wanted:
        try:
            answer = finding.ask(session(), read.wanted)
            g.made_anew = True
        except NotFound as error:
            faults = [str(error)]
    invented = answer.wanted.example if answer else wants_example()
    return render_template(
        "networks/find.html",
        **shown(answer),
        faults=faults,
        others=read.others,
        ready=asked.ready(invented),
        here=here,
        area_groups=area_groups(request.args.get("area", "") if read.wanted else ""),
        example=invented,
        offers_example=not invented and networks.example(session()) is not None and nothing_known(),
    )


def wants_example() -> bool:
    """Whether the invented network is asked about."""
    return request.args.get("example") == "yes" and networks.example(session()) is not None


def nothing_known() -> bool:
    """Whether no real link is known to anybody who looks at this page."""
    return not len(networks.known(session(), Viewer.everyone).links)


def here(**changes: str | None) -> dict[str, Any]:
    """This question as the parameters of an address, with some changed."""
    return asked.address(request.args, **changes)


def shown(answer: Answer | None) -> dict[str, Any]:
    """What a page needs to show an answer."""
    if answer is None:
        return {"answer": None, "say": words}
    title = _("Who is already there %(about)s %(where)s", about=words.about(answer.wanted), where=words.where(answer.wanted))
    return {"answer": answer, "say": words, "title": " ".join(title.split())}

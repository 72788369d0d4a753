"""Who may do what, in plain words: all that stands in the table that guards every page (web/access.py), told by what people do.

A new page whose room is named here is told of already, if the same people may use it as the rest of its room; else it is named where
it belongs. A test finds what is told nowhere, twice, or of different people.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from assetmap.services.accounts import STEWARDS, RoleName
from assetmap.web.access import EVERYONE, MAY, OF_ONE, SIGNED_IN


@dataclass(frozen=True)
class Act:
    """One thing people do here, in words, and the pages it takes: names of pages, and of rooms (`maps.`), each without what is named."""

    words: LazyString
    pages: str


ACTS: tuple[tuple[LazyString, tuple[Act, ...]], ...] = (
    (
        _("Look"),
        (
            Act(
                _("See the map, the lists and every entry, with its photos, opening times and history"),
                "maps. assets. groups. times. photos.picture versions.asset versions.group",
            ),
            Act(
                _("See neighbourhoods, figures, comparisons and questions about gaps"),
                "neighbourhoods. geographies. indicators. patterns. compare. relations. charts. gaps.",
            ),
            Act(
                _("See who works with whom as far as groups make it public, and what they need and offer; take it away as a file"),
                "networks. finding. growth. notices.index exchange.export",
            ),
            Act(_("Keep a list of entries, print it and send it on"), "shortlists."),
            Act(_("Let a program read what is public"), "api. health. static bootstrap."),
            Act(_("Read about this site, its methods, privacy, and who may do what"), "home. privacy. people.table"),
        ),
    ),
    (
        _("Tell us something"),
        (
            Act(
                _("Add an asset, a group, a neighbourhood or a photo, or suggest a change (a steward looks at it first)"),
                "assets.new groups.new drawn. photos.new photos.send photos.sent suggestions.",
            ),
            Act(_("Follow what one sent, and take it back"), "submissions."),
            Act(_("Say that an entry has changed or closed"), "reports.asset reports.group"),
            Act(_("Print a form to fill in on paper, and follow it by its number"), "papers."),
            Act(
                _("Open a link that came by letter: answer, confirm, say no, take consent back, stop such letters"),
                "reminders. consents. answers. weekly. keepers.page keepers.say keepers.done claims.answer claims.invited",
            ),
            Act(_("Say that an entry is still right, where one sent it, keeps it or looks after it"), "confirming."),
        ),
    ),
    (
        _("One’s own account"),
        (
            Act(
                _("Sign up, and sign in"),
                "entering. security.login security.forgot_password security.reset_password"
                " security.two_factor_token_validation security.mf_recovery",
            ),
            Act(_("Change one’s name, password or second step; take one’s own data; delete one’s account"), "me. security."),
        ),
    ),
    (
        _("Answer for a group"),
        (
            Act(_("Ask to answer for a group"), "claims.ask"),
            Act(_("Change a group’s entry and its assets directly"), "kept."),
            Act(
                _("Invite others to answer for the group, or stop answering for it"),
                "claims.team claims.invite claims.take_back claims.leave",
            ),
            Act(_("Settle who answers for a group, and end it"), "claims."),
        ),
    ),
    (
        _("Look after entries"),
        (
            Act(
                _("Approve, change or decline what was sent; ask its sender; keep notes; get a weekly letter of what to do"),
                "moderation. queue. notes. weekly.switch",
            ),
            Act(_("Approve or decline photos, and take them away"), "photos."),
            Act(_("Settle what was said to have changed or closed"), "reports."),
            Act(_("See an entry as it was in an old version, and bring that back"), "versions."),
            Act(_("Merge two entries that are the same, and take them apart again"), "merging."),
            Act(_("Type in what came on paper or by telephone"), "papers.forms papers.enter papers.telephone"),
        ),
    ),
    (
        _("Look after networks and figures"),
        (
            Act(_("See, write down and end links among groups, those shared among them too"), "links."),
            Act(_("Know whom to write to at a group, and ask them once a year what is still so"), "keepers."),
            Act(_("Write down what groups need and offer"), "notices."),
            Act(_("Introduce groups to one another, and write down what came of it"), "introductions."),
            Act(_("Bring in a network from a file, and take back what one brought in"), "exchange."),
            Act(_("Keep questions about gaps"), "gaps.save gaps.delete"),
            Act(_("Load figures"), "loads."),
        ),
    ),
    (_("Look after people"), (Act(_("Invite people, give roles and limits, switch accounts off"), "people."),)),
)


def pages(act: Act) -> list[str]:
    """The pages of an act, by their names in the table."""
    named = {page for _about, acts in ACTS for each in acts for page in each.pages.split()}
    own = act.pages.split()
    return [page for page in MAY if page in own or (page not in named and f"{page.split('.')[0]}." in own)]


def who(page: str) -> list[str]:
    """Who may use a page, in words."""
    allowed = MAY[page]
    if allowed == EVERYONE:
        return [gettext("everyone")]
    if allowed == SIGNED_IN and page not in OF_ONE:
        return [gettext("everyone with an account")]
    keepers = [gettext("keepers of the group")] if allowed == SIGNED_IN else []
    return [*keepers, *_roles(STEWARDS if keepers else allowed)]


def _roles(allowed: frozenset[str]) -> Iterator[str]:
    words = {
        RoleName.developer: gettext("community developers"),
        RoleName.planner: gettext("planners"),
        RoleName.steward: gettext("stewards, in their areas and kinds") if allowed == STEWARDS else gettext("stewards"),
        RoleName.administrator: gettext("administrators"),
    }
    return (word for role, word in words.items() if role in allowed)


def told() -> list[tuple[LazyString, list[tuple[LazyString, list[str]]]]]:
    """All there is to do, by what it is about: what in words, and who may."""
    return [(about, [(act.words, who(pages(act)[0])) for act in acts]) for about, acts in ACTS]

"""What is said of groups that no link is known for. It must be true where only some links are looked at, and for whom some are hidden."""

from flask_babel import gettext as _
from flask_babel import ngettext

from assetmap.services.networks import Look, Network, Viewer
from assetmap.web.texts import number


class Unlinked:
    """The words for a look: no link of the kinds that are asked for, within the theme, that whoever looks may see."""

    def __init__(self, asked: Look, network: Network):
        self._link = _which(asked)
        if not network.example:
            seen = _("%(link)s that everybody may see") if asked.viewer == Viewer.everyone else _("%(link)s that you may see")
            self._link = seen % {"link": self._link}

    @property
    def known(self) -> str:
        """That there is none, as a label."""
        return _("No %(link)s is known", link=self._link)

    @property
    def drawn(self) -> str:
        """Such a group in the drawing."""
        return _("Group no %(link)s is known for", link=self._link)

    @property
    def undrawn(self) -> str:
        """That such groups are not in the drawing."""
        return _("The groups no %(link)s is known for are not drawn; they are listed below.", link=self._link)

    @property
    def meaning(self) -> str:
        """What it says of a group, and what it does not."""
        return _(
            "No %(link)s is known for these groups yet. That does not mean they know nobody: perhaps nobody has asked them.",
            link=self._link,
        )

    @property
    def chosen(self) -> str:
        """What the script says of such a group; it fills in `{name}`."""
        return _("{name}: no %(link)s is known.", link=self._link)

    def more(self, count: int) -> str:
        """For how many more."""
        return ngettext(
            "For %(count)s more group no %(link)s is known yet.",
            "For %(count)s more groups no %(link)s is known yet.",
            count,
            count=number(count),
            link=self._link,
        )


def _which(asked: Look) -> str:
    if asked.kinds and asked.theme:
        return _("link of these kinds within this theme")
    if asked.kinds:
        return _("link of these kinds")
    return _("link within this theme") if asked.theme else _("link")

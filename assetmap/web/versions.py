"""The history of an entry: every version, what it changed, by whom and why; and, for stewards, bringing one back."""

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from assetmap.errors import AlreadyDecided, Fault, Faulty, NotAllowed
from assetmap.models import Subject, Version
from assetmap.services import histories, remits, versions, whereabouts
from assetmap.services.histories import Told
from assetmap.web import differing, kinds
from assetmap.web.addresses import BIGGEST_ID
from assetmap.web.second_factor import may_now
from assetmap.web.sessions import session, settings

blueprint = Blueprint("versions", __name__)
Answer = str | tuple[str, int] | Response


@blueprint.get("/assets/<int:asset_id>/history")
def asset(asset_id: int) -> str:
    """The history of an asset."""
    return render(Subject.asset, asset_id)


@blueprint.get("/groups/<int:group_id>/history")
def group(group_id: int) -> str:
    """The history of a group."""
    return render(Subject.group, group_id)


@blueprint.get("/assets/<int:asset_id>/history/<int:number>")
def asset_version(asset_id: int, number: int) -> str:
    """One version of an asset beside what is public now, for bringing it back."""
    return shown(mine(Subject.asset, asset_id, number), [])


@blueprint.get("/groups/<int:group_id>/history/<int:number>")
def group_version(group_id: int, number: int) -> str:
    """The same of a group."""
    return shown(mine(Subject.group, group_id, number), [])


@blueprint.post("/assets/<int:asset_id>/history/<int:number>")
def restore_asset(asset_id: int, number: int) -> Answer:
    """Bring a version of an asset back."""
    return restore(mine(Subject.asset, asset_id, number))


@blueprint.post("/groups/<int:group_id>/history/<int:number>")
def restore_group(group_id: int, number: int) -> Answer:
    """Bring a version of a group back."""
    return restore(mine(Subject.group, group_id, number))


def render(subject: Subject, entry_id: int) -> str:
    """Every version, the newest first. Of what has gone only stewards read on; others are told what became of it."""
    gone = whereabouts.departure_of(session(), subject, entry_id)
    steward = may_now("versions.asset_version")
    public = histories.public_now(session(), subject, entry_id) if gone is None or not steward else None
    told = histories.told(session(), subject, entry_id)
    return render_template(
        "versions/index.html",
        subject=subject.value,
        entry_id=entry_id,
        page=kinds.KINDS[subject].page(entry_id),
        name=public["name"] if public else told[0].version.content["name"],
        gone=gone,
        told=told,
        who=who,
        label=lambda field: differing.label(subject, field),
        words=differing.words,
        acts=acts(),
        steward=steward,
        merged=histories.merged_into(session(), subject, entry_id) if steward else [],
    )


def mine(subject: Subject, entry_id: int, number: int) -> Version:
    """One version of an entry that whoever asks looks after; NotAllowed where another steward does."""
    version = versions.get(session(), subject, entry_id, number)
    gone = whereabouts.departure_of(session(), subject, entry_id)
    both = {entry_id, entry_id if gone is None else whereabouts.parted_from(session(), gone)}
    if not all(remits.covers_entry(session(), current_user, subject, number) for number in both):
        raise NotAllowed(_("Another steward looks after this entry: it is not in your areas or categories."))
    return version


def restore(version: Version) -> Answer:
    """Bring a version back, or say what stands against it."""
    seen, why = request.form.get("seen", ""), request.form.get("why", "")
    newest = int(seen) if seen.isdecimal() and int(seen) <= BIGGEST_ID else -1
    try:
        histories.bring_back(session(), version, current_user, newest, why, settings().assetmap_link_tolerance_m)
    except (Faulty, AlreadyDecided) as error:
        session().rollback()
        faults = error.faults if isinstance(error, Faulty) else [Fault(str(error), field="compare")]
        return shown(version, faults), 422 if isinstance(error, Faulty) else 409
    session().commit()
    flash(_("It is back as it was in version %(number)s.", number=version.number))
    return redirect(kinds.KINDS[version.subject].page(version.entry_id), 303)


def shown(version: Version, faults: list[Fault]) -> str:
    """The page of one version."""
    subject, entry_id = version.subject, version.entry_id
    history = f"{kinds.KINDS[subject].page(entry_id)}/history"
    return render_template(
        "versions/show.html",
        version=version,
        name=version.content["name"],
        rows=differing.rows(subject, histories.against_now(session(), version)),
        gone=whereabouts.departure_of(session(), subject, entry_id),
        seen=versions.latest(session(), subject, entry_id),
        history=history,
        forgotten=versions.place_forgotten(session(), version),
        faults=faults,
        why=request.form.get("why", ""),
    )


def who(told: Told, name: bool = False) -> str:
    """Who made a version: for everybody the role, for stewards the account besides."""
    roles = {
        "administrator": _("a steward"),
        "steward": _("a steward"),
        "planner": _("a planner"),
        "developer": _("a community developer"),
        "resident": _("whoever keeps this entry"),
    }
    role = roles.get(told.role, "")
    if str(told.version.act) == "loaded":
        return _("Loaded with this place’s data")
    by = f"{role} ({told.version.user.email})" if name and told.version.user else role
    if told.suggested:
        return _("Suggested by a neighbour, approved by %(role)s", role=by) if by else _("Suggested by a neighbour, approved by a steward")
    return _("By %(role)s", role=by) if by else _("By somebody without an account")


def acts() -> dict[str, str]:
    """What was done, in words."""
    return {
        "loaded": _("As it was loaded"),
        "added": _("Added"),
        "changed": _("Changed"),
        "confirmed": _("Confirmed: still right"),
        "merged": _("Put together with another entry"),
        "closed": _("Closed, taken off the map"),
        "restored": _("Brought back"),
    }

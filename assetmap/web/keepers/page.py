"""The page of a keeper: no account, one address, good once. Opening it uses nothing up; sending it writes all of it, or nothing."""

from dataclasses import replace

from flask import Flask, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assetmap.errors import Fault
from assetmap.models import Ask, Side, Visibility
from assetmap.services import keepers, links, notices, telling
from assetmap.services.networks import Viewer
from assetmap.services.telling import Says
from assetmap.web import link_words
from assetmap.web.keepers import typed as typing
from assetmap.web.keepers.typed import MOST_ROWS, More, Typed
from assetmap.web.keepers.words import DAYS, FILTERS, SAYS, WE, you_say
from assetmap.web.sessions import session, settings
from assetmap.web.tickets import exempt, forged, late, looking

Answer = tuple[str, int] | Response


def register(app: Flask) -> None:
    """Check forms against forgery here (web/tickets.py)."""
    app.jinja_env.filters.update({word.__name__: word for word in FILTERS})
    exempt(app, say)


def page(token: str) -> str:
    """Are these still right? Who else?"""
    asked = keepers.find(session(), token)
    return render(token, asked, typing.read(asked), [])


def say(token: str) -> Answer:
    """Take what was said; or look for a name, or make room for one more, with everything typed kept."""
    with looking():
        asked = keepers.find(session(), token, hold=True)
    typed = typing.read(asked, request.form)
    if forged():
        return render(token, asked, typed, [late()]), 400
    do = request.form.get("do", "find")
    if do != "send":
        return render(token, asked, widened(typed, do), [], said_nothing=False), 200
    told = typed.told()
    faults = typed.faults() + telling.faults(session(), asked, told)
    if faults:
        return render(token, asked, typed, faults), 422
    telling.tell(session(), asked, told)
    session().commit()
    return redirect(url_for("keepers.done", token=token), 303)


def done(token: str) -> str | Response:
    """Thank you, and what everybody can see now. Only that: the address may have been passed on."""
    asked = keepers.of_token(session(), token)
    if asked.used_at is None:
        return redirect(url_for("keepers.page", token=token), 303)
    shown = links.of_group(session(), asked.group_id, Viewer.everyone)
    noticed = notices.of_group(session(), asked.group, Viewer.everyone)
    return render_template("keepers/done.html", group=asked.group, links=shown, notices=noticed, contact=settings().assetmap_contact)


def widened(typed: Typed, do: str) -> Typed:
    """With an empty row more, where that was asked for."""
    if do == "more" and len(typed.more) < MOST_ROWS:
        typed.more.append(More(f"more-{len(typed.more)}"))
    if do in list(Side) and len(typed.notices) < MOST_ROWS:
        name = f"notice-{len(typed.notices)}"
        typed.notices[name] = {**typing.read_notice(name, request.form, do), "side": do}
    return typed


def render(token: str, asked: Ask, typed: Typed, faults: list[Fault], said_nothing: bool = True) -> str:
    """The page; until somebody looked for a name, none is said not to be found."""
    if said_nothing and not faults:
        typed.more = [replace(more, looked=False) for more in typed.more]
    everybody = [choice for choice in link_words.choices(link_words.VISIBILITIES) if choice[0] != Visibility.private]
    return render_template(
        "keepers/page.html",
        token=token,
        asked=asked,
        group=asked.group,
        typed=typed,
        faults=faults,
        wrong={fault.field: fault.message for fault in reversed(faults)},
        you_say=you_say,
        yes=Says.yes.value,
        never=Says.never.value,
        says=link_words.choices(SAYS),
        we=link_words.choices(WE),
        days=[str(day) for day in DAYS],
        frequencies=link_words.choices(link_words.FREQUENCIES),
        visibilities=link_words.choices(link_words.VISIBILITIES),
        notice_visibilities=everybody,
        things=link_words.choices(link_words.THINGS),
        room_for_more=len(typed.more) < MOST_ROWS,
    )

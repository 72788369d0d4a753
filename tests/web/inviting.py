"""Ways to make people's letters come about, for tests that read them, and groups that somebody answers for."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.models import Category, Group, Keeper, Remit, User
from assetmap.services import places
from assetmap.web import sessions
from tests.networked import add_groups

SignIn = Callable[[str], Any]
CHOIR = {"website": "https://www.choir.example.org/", "public_email": "hello@choir.example.org"}


def writing(app: Flask) -> Session:
    """A session that may write."""
    return sessions.sessions()(bind=db.writer(app.extensions["engine"]))


def choir(app: Flask, *roles: str) -> int:
    """A group with an address and a website of its own, and these people (by role) as its keepers; gives its number."""
    with app.app_context():
        session = writing(app)
        group: Group = add_groups(session, "The choir", purpose="We sing.", **CHOIR)[0]
        places.changed(session)
        for role in roles:
            user = session.scalars(select(User).where(User.email == f"{role}@example.org")).one()
            session.add(Keeper(group_id=group.id, user_id=user.id, email=user.email))
        session.commit()
        return group.id


def number_of(app: Flask, model: Any) -> int:
    """The number of the newest row."""
    with db.Session(app.extensions["engine"]) as session:
        return session.scalar(select(func.max(model.id))) or 0


def claim(app: Flask, sign_in: SignIn) -> None:
    """The group's own address is asked."""
    client: FlaskClient = sign_in("resident")
    client.post(f"/claims/groups/{choir(app)}/ask", data={"words": "I run it", "email": "hello@choir.example.org"})


def keeping(app: Flask, sign_in: SignIn) -> None:
    """A steward says yes; the keeper there was hears of it, too."""
    sign_in("resident").post(f"/claims/groups/{choir(app, 'planner')}/ask", data={"words": "I run it"})
    sign_in("steward").post("/claims/1/approve")


def invite(app: Flask, sign_in: SignIn) -> None:
    """A keeper invites somebody."""
    sign_in("resident").post(f"/claims/groups/{choir(app, 'resident')}/invite", data={"email": "amina@example.org", "name": "Amina"})


def code(app: Flask, sign_in: SignIn) -> None:
    """Somebody chooses e-mail as their second step."""
    sign_in("steward").post("/second-step", data={"setup": "email"})


def enter(app: Flask, sign_in: SignIn) -> None:
    """Somebody asks for a link to sign in."""
    app.test_client().post("/sign-in/by-mail", data={"email": "steward@example.org"})


def welcome(app: Flask, sign_in: SignIn) -> None:
    """Somebody asks for an account."""
    app.test_client().post("/sign-up", data={"email": "amina@example.org", "name": "Amina"})


def reset(app: Flask, sign_in: SignIn) -> None:
    """Somebody has forgotten their password."""
    app.test_client().post("/password/forgotten", data={"email": "steward@example.org"})


CASES = {"claim": claim, "keeping": keeping, "invite": invite, "code": code, "enter": enter, "welcome": welcome, "reset": reset}


def limit(app: Flask, category: str, role: str = "steward") -> None:
    """Limit somebody (by role) to a category (slug)."""
    with app.app_context():
        session = writing(app)
        user = session.scalars(select(User).where(User.email == f"{role}@example.org")).one()
        session.add(Remit(user_id=user.id, category_id=session.scalars(select(Category.id).where(Category.slug == category)).one()))
        session.commit()

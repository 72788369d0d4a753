"""`assetmap user`: people who can sign in."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask_security import Security
from flask_security.utils import hash_password

from assetmap import create_app, db
from assetmap.cli.opening import open_engine
from assetmap.services.accounts import RoleName, ensure_roles


@click.group()
def user() -> None:
    """People who can sign in."""


@user.command()
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in RoleName]), default=RoleName.administrator.value, show_default=True)
@click.option("--name", default="", help="How the person is called on pages.")
@click.password_option(help="At least 12 characters; asked for where it is not given.")
def add(email: str, role: str, name: str, password: str) -> None:
    """Add a person with a role, such as the first administrator; for one who exists, add the role and set the password.

    Whoever is signed in with the old password is signed out.
    """
    migrated, _settings = open_engine()
    db.migrate(migrated)
    migrated.dispose()
    app = create_app()
    with app.app_context(), closing(app.extensions["engine"]):
        security: Security = app.extensions["security"]
        session, store = app.extensions["sessions"](bind=db.writer(app.extensions["engine"])), security.datastore
        address = checked_email(security, email)
        secret = checked_password(security, password)
        ensure_roles(session)
        person = store.find_user(case_insensitive=True, email=address) or store.create_user(email=address)
        person.password = hash_password(secret)
        if name:
            person.shown_name = name  # type: ignore[attr-defined]
        store.set_uniquifier(person)
        store.add_role_to_user(person, role)
        session.commit()
    click.echo(f"{address} can sign in as {role}.")


@contextmanager
def closing(engine: db.Engine) -> Iterator[None]:
    """Close an engine's connections at the end, whatever happened."""
    try:
        yield
    finally:
        engine.dispose()


def checked_email(security: Security, email: str) -> str:
    """The address as sign-in will look for it."""
    try:
        return str(security._mail_util.validate(email))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="EMAIL") from error


def checked_password(security: Security, password: str) -> str:
    """The password as sign-in will compare it."""
    faults, secret = security._password_util.validate(password, is_register=True)
    if faults:
        raise click.BadParameter(" ".join(str(fault) for fault in faults), param_hint="password")
    return str(secret)

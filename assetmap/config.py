"""Every setting: its name, its default and one line of help. Read from the environment once."""

import re
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from limits import parse_many
from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DATABASE = re.compile(r"(postgres(ql)?(\+psycopg)?|sqlite)://")
MAIL = re.compile(r"(smtps?://([^@\s/]+@)?[\w.-]+(:\d+)?/?|console:|memory:)$")
WITHOUT_SERVER = frozenset({"console:", "memory:"})
EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
SITE = re.compile(r"https?://[\w.-]+(:\d+)?(/[\w./-]*)?")
PAGE = re.compile(r"https?://[^\s<>\"']+")
TILES = re.compile(r"https?://[^\s;,'\"]+")


class UnknownSetting(ValueError):
    """A setting is missing or cannot be read."""


class Settings(BaseSettings):
    """The application's settings; each is read from the environment variable named like it, in capitals."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", case_sensitive=False)

    secret_key: str = Field("", repr=False, description="Signs sessions and forms; long, random and secret. The web server needs it.")
    database_url: str = Field(
        "", repr=False, description="A PostGIS address (postgresql+psycopg://...); empty means the embedded SpatiaLite file."
    )
    assetmap_instance: Path = Field(
        Path("instance"), description="Folder for the embedded database and, unless ASSETMAP_PHOTO_STORE says otherwise, the photos."
    )
    assetmap_tiles_url: str = Field(
        "https://tile.openstreetmap.org/{z}/{x}/{y}.png", description="Base map tiles; empty shows boundaries and names only."
    )
    assetmap_tiles_attribution: str = Field(
        "© OpenStreetMap contributors", description="Who made the base map; shown on every map as plain text."
    )
    assetmap_tiles_attribution_url: str = Field(
        "https://www.openstreetmap.org/copyright", description="Where the base map's licence is explained."
    )
    assetmap_tiles_max_zoom: int = Field(19, ge=1, le=22, description="The closest zoom the base map has.")
    assetmap_link_tolerance_m: float = Field(
        150.0, ge=0, description="How far outside every boundary, in metres, an asset still belongs to the nearest area."
    )
    assetmap_page_size: int = Field(25, ge=1, le=200, description="Entries on one page of a list.")
    assetmap_upload_mb: int = Field(30, ge=1, le=500, description="The largest table of figures a planner may send, in megabytes.")
    assetmap_photo_mb: int = Field(12, ge=1, le=100, description="The largest photo anyone may send, in megabytes.")
    assetmap_photo_store: str = Field(
        "", description="Where photos lie: a folder, or s3://bucket/prefix?endpoint=https://...; empty is photos/ in the instance folder."
    )
    assetmap_rate_register: str = Field("20 per hour", description="How many entries one stranger's address may send.")
    assetmap_rate_sign_in: str = Field(
        "20 per 10 minutes", description="How many sign-in attempts, or guesses at a keeper's link, one address may make."
    )
    assetmap_rate_files: str = Field("60 per hour", description="How many PDFs and workbooks one address may have made.")
    assetmap_rate_questions: str = Field(
        "300 per hour", description="How many new answers (gaps, relations, networks, pictures) one address may have worked out."
    )
    assetmap_rate_letters: str = Field("60 per hour", description="How many letters to keepers one account may send from the site.")
    assetmap_rate_shortlists: str = Field("200 per hour", description="How many entries one stranger's address may put on shortlists.")
    assetmap_rate_shared: str = Field("10 per hour", description="How many shortlists one stranger's address may send by e-mail.")
    assetmap_rate_storage: str = Field("memory://", description="Where rate limits are counted; redis://... with several workers.")
    assetmap_site_url: str = Field(
        "", description="The address of this site, such as https://map.example.org, for links sent by e-mail; a mail server needs it."
    )
    assetmap_contact: str = Field("", description="An e-mail address people can write to, shown to everybody; empty shows none.")
    assetmap_mail_url: str = Field(
        "",
        repr=False,
        description="The mail server (smtp://user:password@host:587, smtps://...), or console: to print mail; empty sends none.",
    )
    assetmap_mail_from: str = Field("", description="Whom e-mail comes from, such as map@example.org.")
    assetmap_leave_url: str = Field(
        "https://www.bbc.co.uk/weather", description="Where the button Leave quickly leads: a page nobody would wonder about."
    )
    assetmap_ageing_months: int = Field(12, ge=1, le=120, description="Months after which an entry that nobody confirmed is ageing.")
    assetmap_stale_months: int = Field(24, ge=1, le=240, description="Months after which it is stale: it fades, and sinks in a search.")
    assetmap_blocked_words: str = Field(
        "", description="A file of words and phrases, one on each line, that send any entry to review; empty looks for none."
    )
    assetmap_hold_entries_a_day: int = Field(
        20,
        ge=1,
        le=10000,
        description="How many entries one address may send in a day before more of them go to review, whoever sends them.",
    )
    assetmap_forget_senders_months: int = Field(
        12, ge=1, le=240, description="Months that who sent an entry is known after it was decided on."
    )
    assetmap_forget_sources_months: int = Field(1, ge=1, le=240, description="Months that senders of one day can be told apart.")
    assetmap_forget_tickets_months: int = Field(3, ge=1, le=240, description="Months that a used or run-out link for one use is kept.")
    assetmap_forget_letters_months: int = Field(1, ge=1, le=240, description="Months that a letter that could not be sent is kept.")
    assetmap_forget_reports_months: int = Field(12, ge=1, le=240, description="Months that a report that was dealt with is kept.")
    assetmap_forget_declined_months: int = Field(12, ge=1, le=240, description="Months that a declined entry or photo is kept.")
    assetmap_forget_approved_months: int = Field(
        24, ge=1, le=240, description="Months that places, contacts and notes that an approved entry was sent with are kept."
    )
    assetmap_forget_departed_months: int = Field(
        12, ge=1, le=240, description="Months that people and exact places of a closed entry are kept."
    )
    assetmap_forget_places_months: int = Field(36, ge=1, le=240, description="Months that exact places in old versions are kept.")
    assetmap_forget_shortlists_months: int = Field(24, ge=1, le=240, description="Months that a shortlist that nobody looks at is kept.")
    assetmap_forget_keepers_months: int = Field(36, ge=1, le=240, description="Months that people who answer for a silent group are known.")
    assetmap_forget_claims_months: int = Field(
        24, ge=1, le=240, description="Months that what was said about somebody's claim to a group is kept after it was decided on."
    )
    assetmap_forget_reminders_months: int = Field(
        12, ge=2, le=240, description="Months that it is known when an address was last reminded."
    )
    assetmap_forget_accounts_months: int = Field(
        36, ge=13, le=240, description="Months after which an account that nobody signs in with is deleted."
    )
    assetmap_two_factor: bool = Field(
        True, description="Ask stewards and administrators for a second factor before they see personal data; false asks nobody."
    )
    assetmap_secure_cookies: bool = Field(False, description="Send cookies over HTTPS only; true wherever the site has HTTPS.")
    assetmap_proxies: int = Field(0, ge=0, le=5, description="How many trusted proxies stand before the server.")
    assetmap_log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @field_validator("database_url")
    @classmethod
    def is_a_database(cls, given: str) -> str:
        """Refuse an address of any other kind of database."""
        if given and not DATABASE.match(given):
            raise ValueError("must begin with postgresql+psycopg:// (or with sqlite:///, for another SpatiaLite file)")
        return given

    @field_validator("assetmap_blocked_words")
    @classmethod
    def is_a_file_of_text(cls, given: str) -> str:
        """Refuse a file that cannot be read: a list of blocked words that is not there would block nothing, silently."""
        try:
            if given:
                Path(given).read_text(encoding="utf-8")
        except (OSError, UnicodeError) as error:
            raise ValueError("must be a file of text (UTF-8) that can be read") from error
        return given

    @field_validator("assetmap_site_url")
    @classmethod
    def is_a_web_address(cls, given: str) -> str:
        """Refuse what is not the beginning of a web address."""
        if given and not SITE.fullmatch(given):
            raise ValueError("must be an address such as https://map.example.org")
        return given

    @field_validator("assetmap_leave_url")
    @classmethod
    def is_a_page(cls, given: str) -> str:
        """Refuse what is not the address of a page."""
        if not PAGE.fullmatch(given):
            raise ValueError("must be the address of a page, such as https://www.bbc.co.uk/weather")
        return given

    @field_validator("assetmap_contact", "assetmap_mail_from")
    @classmethod
    def is_an_email_address(cls, given: str) -> str:
        """Refuse what is not one e-mail address."""
        if given and not EMAIL.fullmatch(given):
            raise ValueError("must be an e-mail address such as map@example.org")
        return given

    @field_validator("assetmap_mail_url")
    @classmethod
    def is_a_mail_server(cls, given: str, others: ValidationInfo) -> str:
        """Refuse what is not a mail server's address (not repeated, since it is secret), and one without this site's own: then the
        links in letters would lead to whatever host a stranger asks for."""
        try:
            port = urlsplit(given).port
        except ValueError:
            port = 0
        if given and (not MAIL.match(given) or port == 0):
            raise ValueError("must begin with smtp:// or smtps://, such as smtp://user:password@mail.example.org:587, or be console:")
        if given and given not in WITHOUT_SERVER and others.data.get("assetmap_site_url") == "":
            raise ValueError("needs ASSETMAP_SITE_URL too, such as https://map.example.org: the links in letters begin with it")
        return given

    @field_validator("assetmap_tiles_url")
    @classmethod
    def is_a_tile_address(cls, given: str) -> str:
        """Refuse what is not a web address, and what would not stay inside the policy that names its host."""
        if given and not TILES.fullmatch(given):
            raise ValueError("must be an address such as https://tiles.example.org/{z}/{x}/{y}.png")
        return given

    @field_validator(
        "assetmap_rate_register",
        "assetmap_rate_sign_in",
        "assetmap_rate_files",
        "assetmap_rate_questions",
        "assetmap_rate_letters",
        "assetmap_rate_shortlists",
        "assetmap_rate_shared",
    )
    @classmethod
    def is_a_rate(cls, given: str) -> str:
        """Refuse a rate that cannot be read."""
        try:
            parse_many(given)
        except ValueError as error:
            raise ValueError("must be a rate such as '20 per hour'") from error
        return given

    @property
    def database(self) -> str:
        """The database address that is in force."""
        if self.database_url:
            return self.database_url.replace("postgres://", "postgresql+psycopg://").replace("postgresql://", "postgresql+psycopg://")
        return f"sqlite:///{self.assetmap_instance.resolve() / 'assetmap.sqlite'}"


def read_settings(**given: object) -> Settings:
    """The settings from the environment, with `given` on top; every unreadable one is named at once."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc'])).upper()}: {fault['msg'].removeprefix('Value error, ')}." for fault in error.errors()]
        raise UnknownSetting("These settings cannot be read. " + " ".join(faults)) from error

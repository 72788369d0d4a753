"""A made-up survey for tests: figures of wards with intervals, over several periods, and of the places around them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.models import Area, Geography, Indicator, Measure, Method, Observation, Polarity
from assetmap.services import places

KEY = "survey_lonely"
PERIODS = ("2022", "2023", "2024")
WHOLE, COUNTRY = 30.0, 24.0


def hold(session: Session, periods: tuple[str, ...] = PERIODS, intervals: bool = True) -> Indicator:
    """Add the survey: ward number n (by code) has 20 + n per cent in the newest period, one less in each before it, each with
    an interval of 3 to either side. The whole place has 30, England 24. The first ward is not known in the newest period."""
    words = {
        "description": "Made up for a test.",
        "cannot_tell": "Anything.",
        "unit": "% of people",
        "source": "A test",
        "publisher": "Nobody",
    }
    kinds = {"measure": Measure.percent, "polarity": Polarity.low, "method": Method.survey, "position": 900}
    indicator = Indicator(key=KEY, title="Often lonely (survey)", licence="None", decimals=1, **words, **kinds)
    session.add(indicator)
    session.flush()
    wards = list(session.scalars(select(Area).join(Area.geography).where(Geography.key == "ward25").order_by(Area.code)))
    around = {"E09000030": WHOLE, "E92000001": COUNTRY}
    beyond = list(session.scalars(select(Area).where(Area.code.in_(around))))
    for age, period in enumerate(reversed(periods)):
        for number, ward in enumerate(wards):
            if age or number:
                value = 20.0 + number - age
                ends = {"lower": value - 3, "upper": value + 3} if intervals else {}
                session.add(Observation(indicator_id=indicator.id, area_id=ward.id, period=period, value=value, **ends))
        for area in beyond:
            session.add(Observation(indicator_id=indicator.id, area_id=area.id, period=period, value=around[area.code]))
    session.flush()
    places.figures_changed(session)
    return indicator

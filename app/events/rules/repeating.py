"""A rule in words: “every 2 weeks on Tuesday, until 4 May 2027”."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import islice

from app.cohosting.rules import Content, Difference
from app.core.i18n import _, _l, _n, format_date, format_time, format_weekday, name_all, zone_name
from app.events.rules.planning import PlannedDate, Step
from app.events.rules.recurrence import LAST, Every, Rule, read_rrule
from app.events.rules.wording import TOPICS, Topic, differences, whole

#: More than anybody reads; the row before them counts them all.
MOST_DATE_ROWS = 60
#: As many days as a sentence can name.
MOST_NAMED_DAYS = 3
_MONDAY = date(2024, 1, 1)


def weekday_name(day: int) -> str:
    """Name a day of the week; 0 is Monday."""
    return format_weekday(_MONDAY + timedelta(days=day))


def nth_name(nth: int) -> str:
    """Name which one of a month."""
    names = {1: _("first"), 2: _("second"), 3: _("third"), 4: _("fourth"), LAST: _("last")}
    return names[nth]


def say_rule(rule: Rule) -> str:
    """Say how something repeats, and until when."""
    return "".join((_SAY[rule.every](rule), _end(rule)))


def said_rule(content: Content) -> str:
    """Say the rule of some content; empty when it holds none."""
    return say_rule(read_rrule(content["rule"])) if content.get("rule") else ""


def said_rhythm(content: Content) -> str:
    """Say the rule of some content, and on which of its days nothing takes place."""
    rule, days = said_rule(content), [date.fromisoformat(day) for day in content.get("left_out") or ()]
    if not rule or not days:
        return rule
    if len(days) > MOST_NAMED_DAYS:
        return _("%(rule)s; %(num)s of these days are left out", rule=rule, num=len(days))
    return _("%(rule)s; not on %(days)s", rule=rule, days=name_all([format_date(day) for day in days]))


def said_days(days: list[str] | None) -> str:
    """Write days, one on a line."""
    return "\n".join(format_date(date.fromisoformat(day)) for day in days or ())


def _daily(rule: Rule) -> str:
    return _n("Every day", "Every %(num)s days", rule.interval)


def _weekly(rule: Rule) -> str:
    days = name_all([weekday_name(day) for day in rule.weekdays])
    if not days:
        return _n("Every week", "Every %(num)s weeks", rule.interval)
    return _n("Every week on %(days)s", "Every %(num)s weeks on %(days)s", rule.interval, days=days)


def _monthly(rule: Rule) -> str:
    if rule.nth:
        nth, day = nth_name(rule.nth), weekday_name(rule.weekdays[0])
        return _n(
            "Every month on the %(nth)s %(day)s",
            "Every %(num)s months on the %(nth)s %(day)s",
            rule.interval,
            nth=nth,
            day=day,
        )
    return _n(
        "Every month on day %(day)s",
        "Every %(num)s months on day %(day)s",
        rule.interval,
        day=rule.month_day or 1,
    )


def _end(rule: Rule) -> str:
    if rule.until is not None:
        return _(", until %(day)s", day=format_date(rule.until))
    if rule.count is not None:
        return _n(", once", ", %(num)s times", rule.count)
    return ""


_SAY = {Every.DAY: _daily, Every.WEEK: _weekly, Every.MONTH: _monthly}


def series_differences(before: Content, after: Content) -> list[Difference]:
    """Say each topic of a series that differs, in words."""
    rows = differences(before, after, SERIES_TOPICS)
    return [row for row in rows if (row.before, row.before_link) != (row.after, row.after_link)]


def series_whole(content: Content) -> list[Difference]:
    """Say all that a series holds, with nothing before it."""
    return whole(content, SERIES_TOPICS)


def date_rows(dates: Iterable[PlannedDate]) -> list[Difference]:
    """Set each date that moves, falls away or is new beside what it was; of very many only the first."""
    rows = (_date_row(each) for each in dates if each.step in {Step.MOVE, Step.DROP, Step.MAKE})
    return list(islice(rows, MOST_DATE_ROWS))


def _date_row(planned: PlannedDate) -> Difference:
    before = format_date(planned.made.on) if planned.made else ""
    after = format_date(planned.occurrence.on) if planned.occurrence else _("Falls away")
    return Difference(_("Date"), before, after)


def _first_date(content: Content) -> str:
    starts = content.get("starts_local")
    return format_date(datetime.fromisoformat(starts).date()) if starts else ""


def _times(content: Content) -> str:
    starts, ends = content.get("starts_local"), content.get("ends_local")
    if not starts or not ends:
        return ""
    begins, until = (format_time(datetime.fromisoformat(each)) for each in (starts, ends))
    return f"{begins}–{until} ({zone_name(content['zone'])})"


#: What a series says beside what its events say.
SERIES_TOPICS = (
    Topic("time", _l("Time"), ("starts_local", "ends_local", "zone"), _times),
    Topic("first_date", _l("First date"), ("starts_local",), _first_date),
    Topic("rule", _l("How it repeats"), ("rule",), said_rule),
    Topic("left_out", _l("Days left out"), ("left_out",), lambda content: said_days(content.get("left_out"))),
    Topic("added", _l("Days added"), ("added",), lambda content: said_days(content.get("added"))),
    Topic(
        "from_on",
        _l("From which date on"),
        ("from_on",),
        lambda content: said_days([content["from_on"]] if content.get("from_on") else None),
    ),
    Topic(
        "last_on",
        _l("The last date"),
        ("last_on",),
        lambda content: said_days([content["last_on"]] if content.get("last_on") else None),
    ),
    *(topic for topic in TOPICS if topic.key != "when"),
)

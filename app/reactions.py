"""Who reacts to which fact: the one table, run in order, inside the same transaction."""

from app.accounts import queries as accounts
from app.accounts.facts import (
    AddressConfirmed,
    ErasureObstacles,
    PersonalData,
    SecondFactorDuty,
    UserErased,
)
from app.asks import services as asks
from app.asks.facts import IsTargetShown, StandingChanged
from app.asks.queries import answers as ask_answers
from app.board import queries as board_answers
from app.board import services as board
from app.calendars import services as calendars
from app.calendars.queries import personal as calendar_answers
from app.cohosting import services as cohosting
from app.cohosting.facts import (
    HostsChanged,
    IsOver,
    LastHostLeft,
    ProposalAccepted,
    ProposalClosed,
    WhatItMeans,
    WhatItSays,
    WhereItIsShown,
)
from app.cohosting.queries import answers as cohosting_answers
from app.core.facts import Reactions
from app.core.questions import Answers
from app.donations import services as donations
from app.donations.queries import answers as donation_answers
from app.donations.services import givers
from app.door import queries as door_answers
from app.events import services as events
from app.events.facts import (
    EventCancelled,
    EventChanged,
    EventDeleted,
    EventPostponed,
    EventPublished,
    EventWithdrawn,
    SeriesChanged,
    WhichHaveReplies,
)
from app.events.queries import answers as event_answers
from app.initiatives import services as initiatives
from app.initiatives.facts import InitiativeChanged
from app.initiatives.queries import answers as initiative_answers
from app.letters import services as letters
from app.organisations.facts import OrganisationArchived, OrganisationChanged, OrganisationVerified
from app.organisations.queries import answers
from app.organisations.services import members
from app.petitions import services as petitions
from app.petitions.facts import CountChanged, PetitionClosed, PetitionUpdatePublished
from app.petitions.queries import answers as petition_answers
from app.rsvps import queries as rsvp_answers
from app.rsvps import services as rsvps
from app.rsvps.facts import WhoArrived
from app.runsheets import queries as task_answers
from app.runsheets import services as runsheets

REACTIONS: Reactions = {
    AddressConfirmed: (rsvps.link_replies,),
    # As others hold them: an organisation before what it co-hosts, and that before the event and its replies.
    UserErased: (
        members.forget,
        cohosting.forget_person,
        petitions.forget_signer,
        givers.forget_giver,
        rsvps.forget_person,
        runsheets.forget_person,
        board.forget_person,
        calendars.forget_person,
    ),
    OrganisationArchived: (cohosting.end_hostings,),
    OrganisationChanged: (
        initiatives.show_changed_organisation,
        events.show_changed_organisation,
        events.show_changed_series_organisation,
        calendars.keep_organisation,
        asks.show_changed_organisation,
        petitions.show_changed_organisation,
        donations.show_changed_organisation,
    ),
    OrganisationVerified: (cohosting.settle_for_verified,),
    ProposalAccepted: (
        initiatives.apply_accepted_proposal,
        events.apply_accepted_proposal,
        events.apply_accepted_series,
        asks.apply_accepted_proposal,
        petitions.apply_accepted_proposal,
        donations.apply_accepted_proposal,
    ),
    ProposalClosed: (
        initiatives.reopen_after_closed_proposal,
        events.reopen_after_closed_proposal,
        events.reopen_series,
        asks.reopen_after_closed_proposal,
        petitions.reopen_after_closed_proposal,
        donations.reopen_after_closed_proposal,
    ),
    HostsChanged: (
        initiatives.show_changed_hosts,
        events.show_changed_hosts,
        events.let_dates_follow,
        calendars.keep_hosts,
        rsvps.release_of_departed,
        asks.show_changed_hosts,
        petitions.show_changed_hosts,
        donations.show_changed_hosts,
    ),
    LastHostLeft: (
        initiatives.withdraw_abandoned,
        events.cancel_abandoned,
        events.end_abandoned_series,
        asks.withdraw_abandoned,
        petitions.withdraw_abandoned,
        donations.close_abandoned,
    ),
    InitiativeChanged: (
        events.show_changed_initiative,
        events.show_changed_series_initiative,
        asks.show_changed_initiative,
        petitions.show_changed_initiative,
    ),
    EventPublished: (calendars.keep_published, rsvps.fill_places),
    EventChanged: (calendars.keep_changed, rsvps.tell_of_change, rsvps.fill_places, letters.pass_over),
    EventCancelled: (calendars.keep_published, rsvps.tell_of_cancellation),
    EventPostponed: (calendars.keep_published, rsvps.tell_of_postponement),
    EventWithdrawn: (calendars.keep_withdrawn, rsvps.tell_of_withdrawal),
    EventDeleted: (calendars.keep_deleted,),
    SeriesChanged: (rsvps.tell_of_series,),
    StandingChanged: (petitions.tell_answer,),
    CountChanged: (petitions.act_on_count, petitions.tell_milestone),
    PetitionUpdatePublished: (petitions.tell_update,),
    PetitionClosed: (petitions.tell_closed,),
}

#: Who answers what a lower room asks (`core.questions`).
ANSWERS: Answers = {
    ErasureObstacles: (answers.erasure_obstacles,),
    PersonalData: (
        accounts.own_data,
        accounts.own_trail,
        accounts.own_mail,
        answers.personal_data,
        cohosting_answers.personal_data,
        initiative_answers.personal_data,
        rsvp_answers.personal_data,
        door_answers.personal_data,
        calendar_answers.personal_data,
        task_answers.personal_data,
        board_answers.personal_data,
        ask_answers.personal_data,
        petition_answers.personal_data,
        donation_answers.personal_data,
        donation_answers.gift_data,
    ),
    WhichHaveReplies: (rsvp_answers.which_have_replies,),
    WhoArrived: (door_answers.who_arrived,),
    SecondFactorDuty: (answers.second_factor_duty,),
    IsTargetShown: (petition_answers.is_target_shown,),
    IsOver: (
        initiative_answers.is_over,
        event_answers.is_over,
        ask_answers.is_over,
        petition_answers.is_over,
        donation_answers.is_over,
    ),
    WhatItMeans: (event_answers.what_it_means,),
    WhatItSays: (
        initiative_answers.what_it_says,
        event_answers.what_it_says,
        ask_answers.what_it_says,
        petition_answers.what_it_says,
        donation_answers.what_it_says,
    ),
    WhereItIsShown: (
        initiative_answers.where_it_is_shown,
        event_answers.where_it_is_shown,
        ask_answers.where_it_is_shown,
        petition_answers.where_it_is_shown,
        donation_answers.where_it_is_shown,
    ),
}

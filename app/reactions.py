"""Who reacts to which fact: the one table, run in order, inside the same transaction."""

from app.accounts import queries as accounts
from app.accounts.facts import (
    AddressConfirmed,
    ErasureObstacles,
    PersonalData,
    SecondFactorDuty,
    UserErased,
)
from app.cohosting import services as cohosting
from app.cohosting.facts import HostsChanged, LastHostLeft, ProposalAccepted, ProposalClosed
from app.core.facts import Reactions
from app.core.questions import Answers
from app.events import services as events
from app.events.facts import EventCancelled, EventChanged, EventPostponed, EventWithdrawn
from app.organisations.facts import OrganisationArchived, OrganisationChanged, OrganisationVerified
from app.organisations.queries import answers
from app.organisations.services import members
from app.rsvps import queries as rsvp_answers
from app.rsvps import services as rsvps

REACTIONS: Reactions = {
    AddressConfirmed: (rsvps.link_replies,),
    UserErased: (rsvps.forget_person, members.forget),
    OrganisationArchived: (cohosting.end_hostings,),
    OrganisationChanged: (cohosting.show_changed_organisation,),
    OrganisationVerified: (cohosting.settle_for_verified,),
    ProposalAccepted: (events.apply_accepted_proposal,),
    ProposalClosed: (events.reopen_after_closed_proposal,),
    HostsChanged: (events.show_changed_hosts,),
    LastHostLeft: (events.cancel_abandoned,),
    EventChanged: (rsvps.tell_of_change,),
    EventCancelled: (rsvps.tell_of_cancellation,),
    EventPostponed: (rsvps.tell_of_postponement,),
    EventWithdrawn: (rsvps.tell_of_withdrawal,),
}

#: Who answers what a lower room asks (`core.questions`).
ANSWERS: Answers = {
    ErasureObstacles: (answers.erasure_obstacles,),
    PersonalData: (
        accounts.own_data,
        accounts.own_trail,
        accounts.own_mail,
        answers.personal_data,
        rsvp_answers.personal_data,
    ),
    SecondFactorDuty: (answers.second_factor_duty,),
}

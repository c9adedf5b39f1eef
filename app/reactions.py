"""Who reacts to which fact: the one table, run in order, inside the same transaction."""

from app.accounts.facts import ErasureObstacles, PersonalData, SecondFactorDuty, UserErased
from app.cohosting.facts import HostsChanged, LastHostLeft, ProposalAccepted, ProposalClosed
from app.core.facts import Reactions
from app.core.questions import Answers
from app.events import services as events
from app.organisations.queries import answers
from app.organisations.services import members

REACTIONS: Reactions = {
    UserErased: (members.forget,),
    ProposalAccepted: (events.apply_accepted_proposal,),
    ProposalClosed: (events.reopen_after_closed_proposal,),
    HostsChanged: (events.show_changed_hosts,),
    LastHostLeft: (events.cancel_abandoned,),
}

#: Who answers what a lower room asks (`core.questions`).
ANSWERS: Answers = {
    ErasureObstacles: (answers.erasure_obstacles,),
    PersonalData: (answers.personal_data,),
    SecondFactorDuty: (answers.second_factor_duty,),
}

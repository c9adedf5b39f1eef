"""Writes: petitions with their hosts, and signing with what follows from it."""

from app.petitions.services.belonging import join_initiative
from app.petitions.services.counting import count_batch
from app.petitions.services.delivering import (
    Handover,
    note_export,
    note_pack,
    pack_of,
    record_delivery,
    take_back_delivery,
)
from app.petitions.services.drafting import delete_petition, draft_petition
from app.petitions.services.minding import (
    anonymise,
    due_to_anonymise,
    forget_networks,
    forget_pending,
    forget_signer,
    judge_reason,
    look_at,
    release,
    remind_signer,
    take_off,
)
from app.petitions.services.news import (
    add_news,
    plan_news,
    send_news,
    tell_answer,
    tell_closed,
    tell_milestone,
    tell_update,
)
from app.petitions.services.owning import (
    SignatureChange,
    change_signature,
    confirm_signature,
    ended_sentence,
    withdraw_signature,
)
from app.petitions.services.paper import (
    PaperDetails,
    begin_batch,
    count_batch_rows,
    discard_batch,
    enter_lines,
    hand_to_checker,
    leave_out_row,
)
from app.petitions.services.publishing import propose_closing, propose_opening, propose_withdrawal
from app.petitions.services.reaching import act_on_count
from app.petitions.services.reacting import (
    apply_accepted_proposal,
    reopen_after_closed_proposal,
    show_changed_hosts,
    show_changed_initiative,
    show_changed_organisation,
    withdraw_abandoned,
)
from app.petitions.services.recounting import publish_head, recount
from app.petitions.services.removing import (
    cancel_removal,
    go_on_with_removal,
    plan_removal,
    start_removal,
)
from app.petitions.services.running import (
    close_on_time,
    open_on_time,
    publish_update,
    review,
)
from app.petitions.services.saving import (
    save_petition,
)
from app.petitions.services.signing import (
    SigningDetails,
    prepare_signature,
    sign,
    take_up_signature,
)
from app.petitions.services.stopping import restore, stop

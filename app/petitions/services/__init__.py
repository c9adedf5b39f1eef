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
    PreparedSignature,
    SigningDetails,
    prepare_signature,
    sign,
    take_up_signature,
)
from app.petitions.services.stopping import restore, stop

__all__ = [
    "Handover",
    "PaperDetails",
    "PreparedSignature",
    "SignatureChange",
    "SigningDetails",
    "act_on_count",
    "add_news",
    "anonymise",
    "apply_accepted_proposal",
    "begin_batch",
    "cancel_removal",
    "change_signature",
    "close_on_time",
    "confirm_signature",
    "count_batch",
    "count_batch_rows",
    "delete_petition",
    "discard_batch",
    "draft_petition",
    "due_to_anonymise",
    "ended_sentence",
    "enter_lines",
    "forget_networks",
    "forget_pending",
    "forget_signer",
    "go_on_with_removal",
    "hand_to_checker",
    "join_initiative",
    "judge_reason",
    "leave_out_row",
    "look_at",
    "note_export",
    "note_pack",
    "open_on_time",
    "pack_of",
    "plan_news",
    "plan_removal",
    "prepare_signature",
    "propose_closing",
    "propose_opening",
    "propose_withdrawal",
    "publish_head",
    "publish_update",
    "record_delivery",
    "recount",
    "release",
    "remind_signer",
    "reopen_after_closed_proposal",
    "restore",
    "review",
    "save_petition",
    "send_news",
    "show_changed_hosts",
    "show_changed_initiative",
    "show_changed_organisation",
    "sign",
    "start_removal",
    "stop",
    "take_back_delivery",
    "take_off",
    "take_up_signature",
    "tell_answer",
    "tell_closed",
    "tell_milestone",
    "tell_update",
    "withdraw_abandoned",
    "withdraw_signature",
]

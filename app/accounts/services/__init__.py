"""Everything that changes a user, their sessions and their links."""

from app.accounts.services.erasure import (
    cancel_erasure,
    erase_due,
    erasure_obstacles,
    keep_meanwhile,
    request_erasure,
)
from app.accounts.services.links import send_sign_in_link, use_sign_in_link
from app.accounts.services.sessions import (
    end_other_sessions,
    end_session,
    forget_old,
    note_seen,
    start_session,
)
from app.accounts.services.standing import make_staff, suspend, unsuspend
from app.accounts.services.users import (
    Preferences,
    confirm,
    note_address_changed,
    note_confirmed,
    note_password_changed,
    note_registered,
    note_second_factor,
    remove_second_factor,
    save_preferences,
)

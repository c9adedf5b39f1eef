"""Tables of petitions, signatures, counts and the public log."""

from app.petitions.models.counts import AreaCount, DayCount, LogLine, LogTile, TreeHead, Uncounted
from app.petitions.models.kinds import (
    AreaQuestion,
    BatchStatus,
    Consequence,
    DisplayName,
    LogKind,
    ModerationVerdict,
    NewsKind,
    Perspective,
    PetitionStatus,
    ReasonStatus,
    RemovalStatus,
    SignatureSource,
    SignatureStatus,
)
from app.petitions.models.petitions import (
    Delivery,
    Petition,
    PetitionAsk,
    PetitionNews,
    PetitionReview,
    PetitionTarget,
    PetitionUpdate,
    PetitionVersion,
    Threshold,
)
from app.petitions.models.signatures import (
    PaperBatch,
    PaperRow,
    Signature,
    SignatureConsent,
    SignatureRemoval,
    SignerMail,
)

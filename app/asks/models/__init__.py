"""Tables of asks, targets and evidence."""

from app.asks.models.asks import Ask, AskTarget, Target, Wording
from app.asks.models.evidence import Commitment, Contact, Correction, EvidenceDocument, StatusEntry
from app.asks.models.kinds import AskStatus, ContactKind, CorrectionStatus, PolicyArea, Position, Standing

"""What hosts and readers write about asks."""

from app.asks.forms.ask import AskForm, BeginForm, PublishForm, TargetsForm, WordingForm
from app.asks.forms.targets import TargetForm
from app.asks.forms.tracking import (
    AnswerForm,
    CommitmentForm,
    ContactForm,
    CorrectionForm,
    ReviewForm,
    StatusForm,
)

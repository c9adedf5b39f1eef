"""What hosts write about initiatives."""

from app.initiatives.forms.initiative import (
    AimsForm,
    BeginInitiativeForm,
    CompleteForm,
    InitiativeForm,
    typed_aims,
    typed_from,
)
from app.initiatives.forms.reporting import MilestoneForm, ProgressForm, UpdateForm

"""Forms: what organisers type, checked and handed on as dataclasses."""

from app.events.forms.begin import BeginForm
from app.events.forms.decide import DecisionForm, DeletionForm, SafetyForm
from app.events.forms.event import EventForm
from app.events.forms.series import EndForm, SeriesForm

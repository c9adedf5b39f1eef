"""Forms: what organisers type, checked and handed on as dataclasses."""

from app.events.forms.begin import BeginForm
from app.events.forms.decide import DecisionForm, DeletionForm, NoteForm, SafetyForm
from app.events.forms.event import EventForm

__all__ = ["BeginForm", "DecisionForm", "DeletionForm", "EventForm", "NoteForm", "SafetyForm"]

"""Forms of petitions."""

from app.petitions.forms.signing import ChangeSignatureForm, SignForm, change_signature_form, sign_form

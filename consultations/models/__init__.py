"""What people confide to the clinic. Another audience, law and lifetime than ``education``."""

from consultations.models.consent import Consent, ConsentWording
from consultations.models.event import RequestEvent
from consultations.models.request import AskedTreatment, ConsultationRequest

__all__ = ["AskedTreatment", "Consent", "ConsentWording", "ConsultationRequest", "RequestEvent"]

"""What the privacy page says about the request, made from its questions."""

from django import template

from consultations.questions import QUESTIONS, Question

register = template.Library()


@register.simple_tag
def request_questions() -> list[Question]:
    return QUESTIONS

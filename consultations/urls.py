from django.urls import path

from consultations import views

app_name = "consultations"

urlpatterns = [
    path("", views.request, name="request"),
    path("check/", views.check, name="check"),
    path("sent/<str:token>/", views.sent, name="sent"),
]

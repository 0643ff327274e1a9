"""Every address of the site; each room keeps its own."""

from django.urls import include, path

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("tai-khoan/", include("chungtay.accounts.urls")),
    path("so-ho/", include("chungtay.registry.urls")),
    path("bao-cao/", include("chungtay.documents.urls")),
    path("phong-trao/", include("chungtay.movement.urls")),
    path("", include("chungtay.portal.urls")),
]

handler403 = "chungtay.portal.errors.not_yours"
handler404 = "chungtay.portal.errors.not_found"

"""Where a web server starts Duban."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.web.django_settings")
application = get_wsgi_application()

"""What django-helpdesk's `get_email` does with a local folder: one queue, SQLite, its own templates.

python -m bench.others.django_helpdesk_side FOLDER, in its own environment; then as `bench.others.taking` says.
A report is told to its author and to three managers, each in a mail of its own, which ends where it would be handed on.
"""

import logging
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import include, path

from bench.others.taking import take

MANAGERS = tuple(f"buero{n}@hv-sonnenschein.example" for n in range(3))
taken: list[int] = []  # octets of each mail


class EmailBackend(BaseEmailBackend):  # type: ignore[misc]
    """Composes each mail, as the one for SMTP does."""

    def send_messages(self, messages: list[Any]) -> int:
        taken.extend(len(message.message().as_bytes()) for message in messages)
        return len(messages)


def set_up(folder: Path) -> None:
    settings.configure(
        SECRET_KEY="bench",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "helpdesk.db"}},
        INSTALLED_APPS=[
            "django.contrib.admin",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "django.contrib.sites",
            "django.contrib.humanize",
            "rest_framework",
            "helpdesk",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        EMAIL_BACKEND="__main__.EmailBackend",
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        HELPDESK_TEAMS_MODE_ENABLED=False,  # it needs a further package
        MEDIA_ROOT=folder / "media",
        SITE_ID=1,
        USE_TZ=True,
    )
    django.setup()
    settings.ROOT_URLCONF = (path("helpdesk/", include("helpdesk.urls", namespace="helpdesk")),)
    logging.disable(logging.WARNING)


def main() -> None:
    home = Path(sys.argv[1])
    home.mkdir(parents=True)
    set_up(home)

    from django.core.management import call_command
    from django.db.models.signals import post_save
    from helpdesk.email import process_email
    from helpdesk.models import FollowUp, Queue, Ticket, TicketCC

    call_command("migrate", verbosity=0)
    call_command("loaddata", "emailtemplate.json", verbosity=0)
    queue = Queue.objects.create(
        title="Haus",
        slug="haus",
        email_address="haus@tickets.example",
        allow_email_submission=True,
        enable_notifications_on_email_events=True,
        email_box_type="local",
        email_box_interval=0,
    )

    def tell_managers(instance: Any, created: bool, **_rest: object) -> None:
        if created:
            for address in MANAGERS:
                TicketCC.objects.create(ticket=instance, email=address, can_view=True)

    post_save.connect(tell_managers, sender=Ticket)

    def work(folder: Path) -> None:
        Queue.objects.filter(pk=queue.pk).update(email_box_local_dir=str(folder))
        process_email(quiet=True)
        if any(folder.iterdir()):
            raise RuntimeError("some mails were not taken")

    def counts() -> dict[str, int]:
        return {
            "tickets": Ticket.objects.count(),
            "messages": FollowUp.objects.count(),
            "notices": len(taken),
        }

    take(work, counts)


if __name__ == "__main__":
    main()

"""Every table, its columns and what must be unique (DESIGN, "Data"). The only description of the database."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from hauspost.store.columns import Clean, CleanJson, Number, Utc

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


# Raw octets stand apart from the rows that point to them, so that scanning a queue reads no mail. PostgreSQL keeps
# them as they are (STORAGE EXTERNAL, r0017).
octets = Table(
    "octets",
    metadata,
    Column("digest", String(64), primary_key=True),  # SHA-256 of the octets as they stood on the wire
    Column("size", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),  # zlib
)

arrivals = Table(
    "arrivals",
    metadata,
    Column("id", Number, primary_key=True),
    Column("received_at", Utc, nullable=False),
    Column("via", String(16), nullable=False),  # smtp | lmtp | imap | ingest
    Column("source", String(120), nullable=False),  # the listener's or account's name
    Column("peer", Clean, nullable=False, default=""),  # who brought it: an IP address, "unix", "" of a file
    Column("is_trusted", Boolean, nullable=False),
    Column("authserv_id", String(255), nullable=False),
    Column("mail_from", Clean, nullable=False),
    Column("rcpt_to", Clean, nullable=False),
    Column("digest", ForeignKey("octets.digest"), nullable=False),
    Column("defects", CleanJson, nullable=False, default=[]),  # what was wrong with the octets on the wire
    Column("state", String(16), nullable=False),  # received | done | held | quarantined | duplicate
    Column("attempts", Integer, nullable=False, default=0),
    Column("worker", String(64), nullable=False, default=""),  # who claimed it; fences every update
    Column("leased_until", Utc),
    Column("is_parsing", Boolean, nullable=False, default=False),  # marked while a parser has it
    Column("not_before", Utc),
    Column("verdict", String(16), nullable=False, default=""),
    Column("reason", Clean, nullable=False, default=""),
    Column("from_address", Clean, nullable=False, default=""),
    Column("message_id", Clean, nullable=False, default=""),
    Column("subject", Clean, nullable=False, default=""),
    Column("cell", Clean, nullable=False, default=""),
    Column("ticket", Number),
    Column("duplicate_of", Number),
    Column("override", CleanJson),  # a manager's word for a held mail
    Column("held_for", String(32), nullable=False, default=""),  # why it is held whoever wrote it
    Column("trace", CleanJson),  # each step in facts, for `explain`
    Column("closed_at", Utc),
    Index("ix_arrivals_state_id", "state", "id"),
    Index("ix_arrivals_digest", "digest"),
    Index("ix_arrivals_message_id", "message_id"),
    Index("ix_arrivals_from_address_closed_at", "from_address", "closed_at"),
    Index("ix_arrivals_ticket_closed_at", "ticket", "closed_at"),
    sqlite_autoincrement=True,
)

# Where fetching from a folder began. Numbers of IMAP have 32 bits without a sign (RFC 3501 §9, nz-number).
imap_folders = Table(
    "imap_folders",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("folder", String(255), primary_key=True),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("first_uid", BigInteger, nullable=False),  # what lay there before is older than the first start
    Column("begun_at", Utc, nullable=False),
)

# P2: a mail of a folder is taken once, whoever polls.
imap_mails = Table(
    "imap_mails",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("folder", String(255), primary_key=True),
    Column("uidvalidity", BigInteger, primary_key=True, autoincrement=False),
    Column("uid", BigInteger, primary_key=True, autoincrement=False),
    Column("fate", String(16), nullable=False),  # taken | too_large | left
    Column("digest", String(64), nullable=False),  # of the octets that were stored
    Column("worker", String(64), nullable=False),
    Column("at", Utc, nullable=False),
)

# P2: the same mail changes a ticket once. The key is claimed in the transaction of the decision.
deliveries = Table(
    "deliveries",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("arrival", ForeignKey("arrivals.id"), nullable=False),
    Column("power", Integer, nullable=False),  # how well proven the first one was
)

properties = Table(
    "properties",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Clean, nullable=False),
    Column("mailbox", String(64), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("street", Clean, nullable=False, default=""),
    Column("postcode", String(16), nullable=False, default=""),
    Column("city", Clean, nullable=False, default=""),
    Column("house_numbers", CleanJson, nullable=False),
    Column("state", String(8), nullable=False, default=""),
    Column("language", String(8), nullable=False, default=""),
    Column("responsible", String(64)),
    Column("deputy", String(64)),
    Column("invoice_recipient", Clean, nullable=False, default=""),
    Column("invoice_email", Clean, nullable=False, default=""),
    Column("approval_limit", Integer),  # cents, gross
    Column("board_limit", Integer),
    Column("phones", CleanJson, nullable=False),
    Column("policy", CleanJson, nullable=False),
)

units = Table(
    "units",
    metadata,
    Column("property", ForeignKey("properties.id"), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("name", Clean, nullable=False, default=""),
    Column("building", Clean, nullable=False, default=""),
    Column("floor", Clean, nullable=False, default=""),
    Column("side", Clean, nullable=False, default=""),
    Column("type", Clean, nullable=False, default=""),
    Column("is_sev", Boolean, nullable=False, default=False),
)

persons = Table(
    "persons",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("salutation", Clean, nullable=False, default=""),
    Column("first_name", Clean, nullable=False, default=""),
    Column("last_name", Clean, nullable=False),
    Column("phones", CleanJson, nullable=False),
    Column("language", String(8), nullable=False, default=""),
    Column("notify", String(16), nullable=False, default="at_once"),
    Column(
        "own_notify", String(16), nullable=False, default="", server_default=""
    ),  # by the person's own mail
    Column("transcripts", String(16), nullable=False, default=""),
    Column("contact_release", String(16), nullable=False, default=""),
)

addresses = Table(
    "addresses",
    metadata,
    Column("address", String(254), primary_key=True),
    Column("person", ForeignKey("persons.id"), primary_key=True),
    Column("rank", Integer, nullable=False),  # 0 is written to
    Index("ix_addresses_person", "person"),
)

role_assignments = Table(
    "role_assignments",
    metadata,
    Column("id", Number, primary_key=True),
    Column("person", ForeignKey("persons.id"), nullable=False),
    Column("property", String(64), nullable=False),  # an id, or "*"
    Column("unit", String(64), nullable=False, default=""),
    Column("role", String(16), nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Index("ix_role_assignments_person", "person"),
    Index("ix_role_assignments_property", "property"),
    sqlite_autoincrement=True,
)

contractors = Table(
    "contractors",
    metadata,
    Column("id", String(64), primary_key=True),  # as the master data number it; the person is "firm:‹id›"
    Column("company", Clean, nullable=False),
    Column("trades", CleanJson, nullable=False),
    Column("language", String(8), nullable=False, default=""),
    Column("phone", Clean, nullable=False, default=""),
    Column("emergency_phone", Clean, nullable=False, default=""),
    Column("nte", Integer),  # cents, gross
    Column("valid_to", Date),  # its last day of work for the houses
)

# The first one is written to; "@domain" stands for every address there.
contractor_addresses = Table(
    "contractor_addresses",
    metadata,
    Column("address", String(254), primary_key=True),
    Column("contractor", ForeignKey("contractors.id"), primary_key=True),
    Column("rank", Integer, nullable=False),
    Index("ix_contractor_addresses_contractor", "contractor"),
)

contractor_assignments = Table(
    "contractor_assignments",
    metadata,
    Column("id", Number, primary_key=True),
    Column("property", String(64), nullable=False),  # an id, or "*"
    Column("work", String(64), nullable=False),  # a category's key or a trade
    Column("contractor", String(64), nullable=False),
    Column("rank", Integer, nullable=False, default=1),
    Column("emergency_only", Boolean, nullable=False, default=False),
    Index("ix_contractor_assignments_property", "property"),
    sqlite_autoincrement=True,
)

rules = Table(
    "rules",
    metadata,
    Column("property", String(64), primary_key=True),  # an id, or "*"
    Column("category", String(64), primary_key=True),  # a key, or "*"
    Column("automation", String(16), nullable=False),
    Column("veto_minutes", Integer, nullable=False, default=30),
    Column("assignee", Clean, nullable=False, default=""),
    Column("may_start", Boolean),
    Column("may_finish", Boolean),
    Column("limit_cents", Integer),
    Column("per_day", Integer, nullable=False, default=3),
    Column("is_approved", Boolean, nullable=False, default=True),
)

categories = Table(
    "categories",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("label_de", Clean, nullable=False),
    Column("label_en", Clean, nullable=False),
    Column("words", CleanJson, nullable=False),
    Column("visibility", String(16), nullable=False),
    Column("important", Boolean, nullable=False, default=False),
    Column("trade", Clean, nullable=False, default=""),
    Column("scope", String(16), nullable=False, default=""),
    Column("answer", Clean, nullable=False, default=""),
)

texts = Table(
    "texts",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("text", Clean, nullable=False),
)

# Which words stood in reports that a manager put into a category; a ticket counts once for each.
corrections = Table(
    "corrections",
    metadata,
    Column("category", String(64), primary_key=True),
    Column("word", String(64), primary_key=True),
    Column("ticket", Number, primary_key=True, autoincrement=False),
)

# Of a ticket that was made one with another: which rows it brought along, so that they can be parted again.
joined_tickets = Table(
    "joined_tickets",
    metadata,
    Column("ticket", Number, primary_key=True, autoincrement=False),
    Column("aliases", CleanJson, nullable=False),
    Column("rows", CleanJson, nullable=False),
)

# What was proposed (a rule, a word) and is not wanted: never proposed again.
refusals = Table(
    "refusals",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("at", Utc, nullable=False),
)

tickets = Table(
    "tickets",
    metadata,
    Column("number", Number, primary_key=True),
    Column("property", ForeignKey("properties.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("category", String(64), nullable=False),
    Column("visibility", String(16), nullable=False),
    Column("subject", Clean, nullable=False),
    Column("unit", String(64), nullable=False, default=""),
    Column("place", Clean, nullable=False, default=""),
    Column("reporter", String(64)),
    Column("responsible", String(64)),
    Column("flags", CleanJson, nullable=False),
    Column("recurrence_of", Number),
    Column("audience", CleanJson, nullable=False),
    Column("public_place", Clean, nullable=False, default=""),
    Column("pinned", CleanJson, nullable=False),
    Column("merged_into", Number),
    Column(
        "orders_given", Integer, nullable=False, default=0
    ),  # at least so many numbers are taken (a restore)
    Column("seq", Integer, nullable=False),
    Column("opened_at", Utc, nullable=False),
    Column("changed_at", Utc, nullable=False),
    Column("done_at", Utc),
    Column("priority", String(8), nullable=False, default="normal"),
    Column("follow_up_at", Utc),
    Column("follow_up_note", Clean, nullable=False, default=""),
    Column("clocked", Integer, nullable=False, default=-1),  # the seq for which its deadlines were set
    Column("retention", String(16), nullable=False, default=""),  # a manager's word; "": by what it is
    Column("hold", Clean, nullable=False, default=""),  # why nothing of it may be deleted
    Index("ix_tickets_property_status", "property", "status"),
    Index("ix_tickets_reporter", "reporter"),
    Index("ix_tickets_merged_into", "merged_into"),
    sqlite_autoincrement=True,
)

participants = Table(
    "participants",
    metadata,
    Column("id", Number, primary_key=True),
    Column("ticket", ForeignKey("tickets.number"), nullable=False),
    Column("person", String(64), nullable=False),
    Column("channel", String(80), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("hidden", Boolean, nullable=False, default=False),
    Column("since", Utc),
    Column("until", Utc),
    Index("ix_participants_ticket", "ticket"),
    Index("ix_participants_person", "person"),
    sqlite_autoincrement=True,
)

entries = Table(
    "entries",
    metadata,
    Column("ticket", ForeignKey("tickets.number"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("channel", String(80), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("author", String(64)),
    Column("author_name", Clean, nullable=False),
    Column("at", Utc, nullable=False),
    Column("text", Clean, nullable=False, default=""),
    Column("facts", CleanJson, nullable=False),
    Column("arrival", Number),
    Column("event", String(40), nullable=False, default=""),
    # Of the chain (`journal`): what the words are mixed with, the digest of both, and that of all up to here.
    Column("salt", String(36), nullable=False, default=""),
    Column("content", String(64), nullable=False, default=""),
    Column("link", String(64), nullable=False, default=""),
)

work_orders = Table(
    "work_orders",
    metadata,
    Column("ticket", ForeignKey("tickets.number"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("assignee", String(80), nullable=False),
    Column("assignee_name", Clean, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("phase", String(24), nullable=False),
    Column("text", Clean, nullable=False),
    Column("place", Clean, nullable=False, default=""),
    Column("access", Clean, nullable=False, default=""),
    Column("limit_cents", Integer),
    Column("accept_by", Date),
    Column("rule", Clean, nullable=False, default=""),
    Column("may_start", Boolean, nullable=False, default=False),
    Column("may_finish", Boolean, nullable=False, default=False),
    Column("is_anonymous", Boolean, nullable=False, default=False),
    Column("window_start", Utc),
    Column("window_end", Utc),
    Column("window_is_day", Boolean, nullable=False, default=False),
    Column("is_relayed", Boolean, nullable=False, default=False),
    Column("given_at", Utc, nullable=False),
    Column("changed_at", Utc, nullable=False),
    # By which name calendars know the date, how often it was told anew, and how often nobody was met.
    Column("date_uid", String(64), nullable=False, default=""),
    Column("date_sequence", Integer, nullable=False, default=0),
    Column("date_missed", Integer, nullable=False, default=0),
    Index("ix_work_orders_assignee", "assignee"),
)

# Who wants no more mails of a ticket's public channel; ticket 0: of the evening line.
mutes = Table(
    "mutes",
    metadata,
    Column("person", String(80), primary_key=True),
    Column("ticket", Number, primary_key=True, autoincrement=False),
    Column("at", Utc, nullable=False),
)

# Metadata-free copies of pictures, by the digest of the attachment's own octets; "" in `digest`: it could not be shown.
pictures = Table(
    "pictures",
    metadata,
    Column("source", String(64), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("content_type", String(64), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("note", Clean, nullable=False, default=""),
    Column("made_at", Utc, nullable=False),
)

questions = Table(
    "questions",
    metadata,
    Column("id", Number, primary_key=True),
    Column("kind", String(24), nullable=False),
    Column("asked", CleanJson, nullable=False),
    Column("about", CleanJson, nullable=False),
    Column("ticket", Number),
    Column("property", String(64)),
    Column("asked_at", Utc, nullable=False),
    Column("due_at", Utc),
    Column("default", Clean, nullable=False, default=""),
    Column("state", String(16), nullable=False),  # open | answered | lapsed | overtaken
    Column("answer", Clean, nullable=False, default=""),
    Column("answered_by", String(64)),
    Column("answered_at", Utc),
    Column("arrival", Number),  # a held mail's arrival
    Column("survey", Number),  # the ticket of the survey in which it was asked
    Index("ix_questions_state_kind", "state", "kind"),
    Index("ix_questions_ticket", "ticket"),
    Index("ix_questions_survey", "survey"),
    sqlite_autoincrement=True,
)

vouchers = Table(
    "vouchers",
    metadata,
    Column("id", Number, primary_key=True),
    Column("person", String(64), nullable=False),  # the firm
    Column("number", Clean, nullable=False),
    Column("digest", String(64), nullable=False),  # of the file
    Column("gross_cents", Number),
    Column("file", Clean, nullable=False),
    Column("ticket", Number),
    Column("order", Integer),
    Column("property", String(64)),
    Column("arrival", Number),
    Column("retention", String(16), nullable=False),
    Column("at", Utc, nullable=False),
    Index("ix_vouchers_digest", "digest"),
    Index("ix_vouchers_person_number", "person", "number"),
    sqlite_autoincrement=True,
)

notices = Table(
    "notices",
    metadata,
    Column("id", Number, primary_key=True),
    Column("event", String(40), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("address", String(254), nullable=False),
    Column("persons", CleanJson, nullable=False),
    Column("ticket", Number),
    Column("property", String(64)),
    Column("channel", String(80), nullable=False, default=""),
    Column("seq", Integer),  # the ticket's seq after the decision: what a steering mail shows
    Column("facts", CleanJson, nullable=False),
    Column("offers", CleanJson, nullable=False),
    Column("question", Number),
    Column("arrival", Number),  # whose answer it is: In-Reply-To, References
    Column("created_at", Utc, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("is_foldable", Boolean, nullable=False, default=False),
    Column("is_doubtful", Boolean, nullable=False, default=False),  # may have been sent before a restore
    Column("state", String(16), nullable=False),  # owed | formed | cancelled
    Column("mail", Number),
    Column("reason", Clean, nullable=False, default=""),  # why it was cancelled
    Index("ix_notices_state_due_at", "state", "due_at"),
    Index("ix_notices_address_state", "address", "state"),
    Index("ix_notices_event", "event"),
    Index("ix_notices_ticket", "ticket"),
    Index("ix_notices_mail", "mail"),
    sqlite_autoincrement=True,
)

mails = Table(
    "mails",
    metadata,
    Column("id", Number, primary_key=True),
    Column("kind", String(24), nullable=False),
    Column("address", String(254), nullable=False),  # of the person it is meant for
    Column("rcpt_to", String(254), nullable=False),  # where it really goes (policy.sending = managers)
    Column("persons", CleanJson, nullable=False),
    Column("ticket", Number),
    Column("property", String(64)),
    Column("channel", String(80), nullable=False, default=""),
    Column("seq", Integer),
    Column("offers", CleanJson, nullable=False),
    Column("message_id", String(255), nullable=False, unique=True),
    Column("mail_from", String(254), nullable=False),
    Column("subject", Clean, nullable=False, default=""),
    Column(
        "conversation", String(64), nullable=False, default=""
    ),  # whose mails all bear the first one's subject
    Column("digest", ForeignKey("octets.digest"), nullable=False),
    Column("formed_at", Utc, nullable=False),
    Column("revoked_at", Utc),
    Column("state", String(16), nullable=False),  # queued | sent | failed | cancelled | held
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_at", Utc, nullable=False),
    Column("tried_since", Utc),  # the first attempt of those that count for giving up
    Column("worker", String(64), nullable=False, default=""),
    Column("leased_until", Utc),
    Column("reply", Clean, nullable=False, default=""),  # the other server's last word
    Column("sent_at", Utc),
    Index("ix_mails_state_next_at", "state", "next_at"),
    Index("ix_mails_ticket", "ticket"),
    Index("ix_mails_conversation", "conversation"),
    Index("ix_mails_kind_id", "kind", "id"),
    Index("ix_mails_address_formed_at", "address", "formed_at"),
    sqlite_autoincrement=True,
)

# Digests of the secret addresses of a mail; the secret itself stands only in the mail's octets.
secrets = Table(
    "secrets",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("kind", String(8), nullable=False),  # reply | act | bounce | stop
    Column("mail", ForeignKey("mails.id"), nullable=False),
    Index("ix_secrets_mail", "mail"),
)

message_ids = Table(
    "message_ids",
    metadata,
    Column("id", Number, primary_key=True),
    Column("message_id", String(255), nullable=False),
    Column("ticket", Number),
    Column("channel", String(80), nullable=False, default=""),
    Column("mail", Number),  # ours; absent: of an accepted mail
    Index("ix_message_ids_message_id", "message_id"),
    sqlite_autoincrement=True,
)

# Permanent failures of an address, until somebody hears from it; three on different days switch it off.
failures = Table(
    "failures",
    metadata,
    Column("id", Number, primary_key=True),
    Column("address", String(254), nullable=False),
    Column("at", Utc, nullable=False),
    Column("mail", Number, nullable=False),
    Column("status", String(16), nullable=False),
    Column("words", Clean, nullable=False),
    Index("ix_failures_address", "address"),
    sqlite_autoincrement=True,
)

# Addresses that a manager said are somebody's ("H-318 WE07"); the master data's own stand in `addresses`.
remembered_addresses = Table(
    "remembered_addresses",
    metadata,
    Column("address", String(254), primary_key=True),
    Column("person", String(80), primary_key=True),
    Column("at", Utc, nullable=False),
    Index("ix_remembered_addresses_person", "person"),
)

# Addresses that nothing is sent to.
undeliverable = Table(
    "undeliverable",
    metadata,
    Column("address", String(254), primary_key=True),
    Column("since", Utc, nullable=False),
)

# What is said once: an acknowledgement per stranger and day, a warning per person and day, an alert.
once = Table(
    "once",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("at", Utc, nullable=False),
)

# What is out of order and was told; told again once when it is in order. "@host" in the key: of that node alone.
troubles = Table(
    "troubles",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("since", Utc, nullable=False),
)

# Who serves this database now. `agreement`: digests of what all of them must be told alike.
nodes = Table(
    "nodes",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("version", String(32), nullable=False),
    Column("parts", CleanJson, nullable=False),
    Column("agreement", CleanJson, nullable=False),
    Column("clock_ahead", Float, nullable=False),  # seconds before the database's clock
    Column("began_at", Utc, nullable=False),
    Column("seen_at", Utc, nullable=False),
)

# Switches of the running system: "paused", "restored", which done folders are taken in again.
switches = Table(
    "switches",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Clean, nullable=False),
    Column("changed_at", Utc, nullable=False),
)

# What is due: a clock for each stage of a ticket and of its orders; which of its steps comes next, and when.
deadlines = Table(
    "deadlines",
    metadata,
    Column("id", Number, primary_key=True),
    Column("ticket", ForeignKey("tickets.number"), nullable=False),
    Column("work_order", Integer, nullable=False),  # 0: of the ticket itself
    Column("stage", String(16), nullable=False),
    Column("started_at", Utc, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("step", Integer, nullable=False, default=0),
    Column("next_at", Utc),  # absent: all its steps have been taken
    UniqueConstraint("ticket", "work_order", "stage"),
    Index("ix_deadlines_next_at", "next_at"),
    sqlite_autoincrement=True,
)
# Recurring work, and the last of its days for which a ticket was opened.
maintenance = Table(
    "maintenance",
    metadata,
    Column("id", Number, primary_key=True),
    Column("property", ForeignKey("properties.id"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("category", String(64), nullable=False),
    Column("rhythm", String(16), nullable=False),  # a duration of ISO 8601, or "once"
    Column("first_on", Date, nullable=False),
    Column("assignee", Clean, nullable=False, default=""),
    Column("automation", String(16), nullable=False, default="off"),
    Column("opened_for", Date),
    UniqueConstraint("property", "name"),
    sqlite_autoincrement=True,
)
# Papers of a house. Numbers are given by whoever files, so that the receipt can name them.
documents = Table(
    "documents",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("property", ForeignKey("properties.id"), nullable=False),
    Column("title", Clean, nullable=False),
    Column("audience", CleanJson, nullable=False),  # roles
    Column("is_withdrawn", Boolean, nullable=False, default=False),
    Column("changes", Integer, nullable=False, default=0),
    Column("changed_at", Utc, nullable=False),
    Column("before", CleanJson),  # what the last change can be taken back to
    Index("ix_documents_property", "property"),
)

document_versions = Table(
    "document_versions",
    metadata,
    Column("document", ForeignKey("documents.number"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("file", Clean, nullable=False),
    Column("content_type", String(127), nullable=False),
    Column("size", Integer, nullable=False),  # octets
    Column("digest", ForeignKey("octets.digest"), nullable=False),
    Column("source", String(64), nullable=False),  # of the octets as they were mailed
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("covers", Clean, nullable=False, default=""),
    Column("arrival", Number),
    Column("by", String(64), nullable=False),
    Column("at", Utc, nullable=False),
    Column("is_taken_back", Boolean, nullable=False, default=False),
)

# Which mails name or carry which documents: looked at once more right before each leaves.
document_mails = Table(
    "document_mails",
    metadata,
    Column("mail", ForeignKey("mails.id"), primary_key=True),
    Column("document", ForeignKey("documents.number"), primary_key=True),
)

# How long a single file is kept, where somebody said so: by the mail that brought it.
file_retentions = Table(
    "file_retentions",
    metadata,
    Column("arrival", Number, primary_key=True, autoincrement=False),
    Column("file", String(255), primary_key=True),
    Column("ticket", Number, nullable=False),
    Column("retention", String(16), nullable=False),
    Column("at", Utc, nullable=False),
    Index("ix_file_retentions_ticket", "ticket"),
)

# A year's look at what is kept no longer: told to the managers first, done when its time is over.
retention_runs = Table(
    "retention_runs",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("proposed_at", Utc, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("state", String(16), nullable=False),  # proposed | stopped | done
    Column("tickets", CleanJson, nullable=False),  # those that were told of
    Column("files", CleanJson, nullable=False, server_default="[]"),  # and single ones: arrival, name
    Column("erased", Integer, nullable=False, default=0),
)

Index(
    "ix_tickets_unclocked",
    tickets.c.number,
    sqlite_where=tickets.c.clocked != tickets.c.seq,
    postgresql_where=tickets.c.clocked != tickets.c.seq,
)

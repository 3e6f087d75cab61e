"""Knows the unit by which systemd runs `hauspost serve` (systemd.service(5), systemd.exec(5))."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PRIVILEGED = 1024  # ports below it only root binds, or who has the capability


@dataclass(frozen=True, slots=True)
class Service:
    """`writes`: folders that the gateway changes; `ports`: those it listens on."""

    program: Path
    config: Path
    user: str
    writes: Sequence[Path]
    ports: Sequence[int]
    after: Sequence[str] = ()


_UNIT = """\
[Unit]
Description=Hauspost, a house's mail as tickets
Documentation=man:hauspost(1)
Wants=network-online.target
After={after}
StartLimitIntervalSec=0

[Service]
Type=notify
ExecStart={program} serve --config {config}
User={user}
Group={user}
# Exit status 2 is a configuration that only a person can mend.
Restart=on-failure
RestartSec=5
RestartPreventExitStatus=2
# A first start after an upgrade brings the schema up to date, and takes as long as that takes.
TimeoutStartSec=infinity
# SIGTERM ends it within ten seconds.
TimeoutStopSec=30
WatchdogSec=90
# Its log is JSON lines on stderr: the journal keeps, rotates and drops them.
StandardError=journal

UMask=0077
NoNewPrivileges=true
CapabilityBoundingSet={capabilities}
AmbientCapabilities={capabilities}
ProtectSystem=strict
ReadWritePaths={writes}
ProtectHome={home}
PrivateTmp=true
PrivateDevices=true
ProtectHostname=true
ProtectClock=true
ProtectKernelTunables=true
ProtectKernelModules=true
ProtectKernelLogs=true
ProtectControlGroups=true
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=true
RestrictRealtime=true
RestrictSUIDSGID=true
RemoveIPC=true
LockPersonality=true
MemoryDenyWriteExecute=true
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallFilter=setrlimit prlimit64 sched_setaffinity
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
"""


def unit(service: Service) -> str:
    """The file for /etc/systemd/system. Only what the gateway does is allowed: sockets, its folders, its children."""
    homes = any(Path("/home") in path.parents or Path("/root") in path.parents for path in _paths(service))
    return _UNIT.format(
        after=" ".join(("network-online.target", *service.after)),
        program=_escaped(service.program),
        config=_escaped(service.config),
        user=service.user,
        capabilities="CAP_NET_BIND_SERVICE" if any(0 < port < PRIVILEGED for port in service.ports) else "",
        writes=" ".join(_escaped(path) for path in service.writes),
        home="read-only" if homes else "true",
    )


def _paths(service: Service) -> tuple[Path, ...]:
    return (service.program, service.config, *service.writes)


def _escaped(path: Path) -> str:
    """systemd.syntax(7): a percent sign is a specifier, a blank ends a word."""
    told = str(path).replace("%", "%%")
    return f'"{told}"' if any(sign.isspace() for sign in told) else told

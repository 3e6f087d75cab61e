"""Knows that a folder's disk is found by the machine's own list of mounts."""

from pathlib import Path

from hauspost.gateway.disks import disk_of, mount_of

# As proc(5) gives it: two at one point (the later one hides the first), a blank in a name, optional fields.
MOUNTS = """\
24 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 24 0:30 / /srv rw,relatime shared:5 - nfs4 server:/export rw
31 24 0:31 / /srv/my\\040data rw,relatime - tmpfs tmpfs rw
32 24 8:1 / /srv/my\\040data rw,relatime master:1 - xfs /dev/sda1 rw
a line that is none
"""


def test_the_longest_mount_point_above_a_folder_counts_and_of_two_the_later_one() -> None:
    assert mount_of("/var/lib", MOUNTS) == ("/", "ext4")
    assert mount_of("/srv", MOUNTS) == ("/srv", "nfs4")
    assert mount_of("/srvother", MOUNTS) == ("/", "ext4")
    assert mount_of("/srv/my data/house", MOUNTS) == ("/srv/my data", "xfs")


def test_a_real_folder_lies_somewhere_with_room(tmp_path: Path) -> None:
    disk = disk_of(tmp_path)
    assert tmp_path.is_relative_to(disk.point)
    assert disk.free > 0

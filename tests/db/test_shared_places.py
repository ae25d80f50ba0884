"""A folder that others share is known by its name, or by how it is mounted."""

from __future__ import annotations

import os
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Any

import pytest

from db.engine import shared_place
from db.files import uri_of

Mounts = str | None


def _mounted(monkeypatch: pytest.MonkeyPatch, mounts: Mounts) -> None:
    """Have the system tell these mounts, or None where it keeps no list of them."""
    real = Path.read_text

    def read(path: Path, *arguments: Any, **named: Any) -> str:
        if str(path) != str(Path("/proc/mounts")):
            return real(path, *arguments, **named)
        if mounts is None:
            raise FileNotFoundError(str(path))
        return mounts

    monkeypatch.setattr(Path, "read_text", read)


@pytest.mark.parametrize(
    "folder",
    [
        "/home/n/Dropbox",
        "/home/n/Dropbox (De Vonk)/bestuur",
        "/home/n/MijnDropbox",
        "/Users/n/OneDrive - De Vonk/Documenten",
        "/Users/n/Google Drive/Mijn Drive",
        "/mnt/g/Mijn Drive/bestuur",
        "/mnt/g/My Drive",
        "/Users/n/iCloudDrive",
        "/Users/n/Library/Mobile Documents/com~apple~CloudDocs/vonk",
        "/Users/n/library/mobile documents/com~apple~CloudDocs",
        "/Users/n/Library/CloudStorage/Vreemd-n@example.nl",
        "/Users/n/Library/CloudStorage",
        "/home/n/Nextcloud2",
        "/home/n/ownCloud",
        "/home/n/pCloudDrive",
        "/home/n/Sync",
        "/home/n/Syncthing",
        "/home/n/Resilio Sync/vonk",
        "/home/n/STACK",
        "/home/n/STACK2",
        "/home/n/stack - vonk/bestuur",
        "/home/n/Box",
        "/home/n/Box Sync",
        "/home/n/Box-Box",
        "/home/n/ProtonDrive",
        "/home/n/Proton Drive/n",
        "/home/n/SynologyDrive",
        "/home/n/Synology Drive",
        "/home/n/CloudStation",
        "/home/n/MEGA",
        "/home/n/MEGAsync",
        "/home/n/Seafile/Mijn bibliotheek",
        "/home/n/SeaDrive",
        "/home/n/Tresorit",
        "/home/n/Tresors",
        "/home/n/kDrive",
        "/home/n/kDrive2/vonk",
        "/home/n/Filen",
        "/net/nas/bestuur",
    ],
)
def test_a_folder_that_is_synced_is_known_by_its_name(monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    _mounted(monkeypatch, "/dev/sda / ext4 rw 0 0\n")
    assert shared_place(Path(folder) / "vonk.coop")


@pytest.mark.parametrize(
    "folder",
    [
        "/home/n/inbox",
        "/home/n/Boxen",
        "/home/n/boxershorts",
        "/home/n/VirtualBoxes",
        "/home/n/haystack",
        "/home/n/stacked",
        "/home/n/overstack2",
        "/home/n/megabyte",
        "/home/n/Omega",
        "/home/n/filename",
        "/home/n/filenaam",
        "/home/n/profilen",
        "/home/n/diskdrive",
        "/home/n/async",
        "/home/n/synchroon",
        "/home/n/test_an_empty_box_0",
        "/home/n/Library/Documents",
        "/home/n/Mobile Documents",
        "/home/n/My Drives",
        "/home/n/net/nas",
        "/Volumes/stick",
        "/network/nas",
        "/home/n/bestuur",
    ],
)
def test_a_folder_that_only_sounds_like_one_is_ones_own(monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    """On Linux nothing is mounted in /Volumes."""
    _mounted(monkeypatch, "/dev/sda / ext4 rw 0 0\n")
    assert not shared_place(Path(folder) / "vonk.coop")


def test_the_name_of_the_file_itself_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    _mounted(monkeypatch, "/dev/sda / ext4 rw 0 0\n")
    assert not shared_place(Path("/home/n/dropbox.coop"))


@pytest.mark.skipif(os.name != "posix", reason="disks have letters there")
@pytest.mark.parametrize(
    ("kind", "shared"),
    [
        ("nfs", True),
        ("nfs4", True),
        ("cifs", True),
        ("smb3", True),
        ("9p", True),
        ("drvfs", True),
        ("vboxsf", True),
        ("vmhgfs", True),
        ("virtiofs", True),
        ("prl_fs", True),
        ("afs", True),
        ("ceph", True),
        ("glusterfs", True),
        ("lustre", True),
        ("fuse", True),
        ("fuse.sshfs", True),
        ("fuse.gvfsd-fuse", True),
        ("fuse.kio-fuse", True),
        ("fuse.vmhgfs-fuse", True),
        ("fuse.glusterfs", True),
        ("fuse.ceph-fuse", True),
        ("fuse.google-drive-ocamlfuse", True),
        ("fuse.onedriver", True),
        ("fuse.rclone", True),
        ("fuse.s3fs", True),
        ("fuse.davfs2", True),
        ("fuse.pCloud.fs", True),
        ("fuse.SeaDrive", True),
        ("ext4", False),
        ("btrfs", False),
        ("vfat", False),
        ("overlay", False),
        ("fuseblk", False),
        ("fuse.portal", False),
        ("fuse.gocryptfs", False),
        ("fuse.fuse-overlayfs", False),
    ],
)
def test_a_store_on_another_machine_is_known_by_how_its_folder_is_mounted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, shared: bool
) -> None:
    folder = tmp_path / "a b\\c"
    folder.mkdir(parents=True)
    named = str(folder).replace("\\", "\\134").replace(" ", "\\040")
    mounts = f"/dev/sda / ext4 rw 0 0\nserver:/x {named} {kind} rw 0 0\nbroken line\n"
    _mounted(monkeypatch, mounts)
    assert shared_place(folder / "vonk.coop") is shared
    assert shared_place(folder / "deeper" / "vonk.coop") is shared
    assert not shared_place(tmp_path / "vonk.coop")
    # A folder is in no other whose name only begins alike.
    assert not shared_place(folder.with_name(folder.name + "x") / "vonk.coop")


@pytest.mark.skipif(os.name != "posix", reason="disks have letters there")
@pytest.mark.parametrize(
    ("folder", "shared"),
    [
        ("/Volumes/bestuur", True),
        ("/Volumes/STICK/vonk", True),
        ("/volumes/bestuur", True),
        ("/net/nas/bestuur", True),
        ("/System/Volumes/Data/net/nas/bestuur", True),
        ("/Users/n/Documents", False),
        ("/Users/n/Volumes/vonk", False),
        ("/System/Volumes/Data/Users/n", False),
        ("/Volumes", False),
    ],
)
def test_on_a_mac_what_is_mounted_lies_in_one_folder(
    monkeypatch: pytest.MonkeyPatch, folder: str, shared: bool
) -> None:
    _mounted(monkeypatch, None)
    assert shared_place(Path(folder) / "vonk.coop") is shared


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PureWindowsPath(r"\\nas\coop\s.coop"), "file:////nas/coop/s.coop?mode=rw"),
        (PureWindowsPath(r"C:\coop\s#.coop"), "file:C%3A/coop/s%23.coop?mode=rw"),
        (PurePosixPath("/home/n/a?mode=x.coop"), "file:/home/n/a%3Fmode%3Dx.coop?mode=rw"),
    ],
)
def test_a_file_is_named_so_that_no_machine_is_taken_for_part_of_the_name(path: PurePath, uri: str) -> None:
    assert uri_of(path, "rw") == uri

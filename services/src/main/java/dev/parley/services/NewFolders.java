package dev.parley.services;

import static java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import dev.parley.Code;
import dev.parley.RpcException;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/// Makes directories. Java has no `mkdirat`: each is made at the root, under a temporary name, and moved to its place from
/// there.
final class NewFolders {
    /// Only one at a time, as a move would replace an empty directory that was made meanwhile.
    private static final Object MAKING = new Object();

    private final Path root;
    private final String mode;

    /// @param mode permissions of the last directory, in octal; empty for those that the process gives
    NewFolders(Path root, String mode) {
        if (!mode.matches("0?[0-7]{3}|")) {
            throw new RpcException(
                    Code.INVALID_ARGUMENT, "mode: got \"" + mode + "\" (expected three octal digits, such as 750)");
        }
        this.root = root;
        this.mode = mode;
    }

    /// Makes one directory.
    void make(Place place) {
        try (Folder folder = Folder.at(root, place.folders())) {
            make(folder, place.name());
        } catch (IOException e) {
            throw Failures.of(place.said(), e);
        }
    }

    /// Makes a directory, and those that lead to it, where there are none.
    void makeAll(Place place) {
        if (!place.isAtTop()) {
            new NewFolders(root, "").makeAll(place.parent());
        }
        try (Folder folder = Folder.at(root, place.folders())) {
            try {
                make(folder, place.name());
            } catch (FileAlreadyExistsException e) {
                if (!folder.attributes(place.name()).isDirectory()) {
                    throw e;
                }
            }
        } catch (IOException e) {
            throw Failures.of(place.said(), e);
        }
    }

    private void make(Folder folder, Path name) throws IOException {
        Path temporary = Place.temporary();
        synchronized (MAKING) {
            if (folder.find(name) != null) {
                throw new FileAlreadyExistsException(name.toString());
            }
            try (Folder top = Folder.at(root)) {
                create(root.resolve(temporary));
                try (Folder made = top.open(temporary)) {
                    top.move(temporary, folder, name);
                    permit(made);
                } catch (IOException e) {
                    top.deleteFolder(temporary);
                    throw e;
                }
            }
        }
    }

    /// The root itself is not for others to swap. One that is to be private is so from the start.
    private void create(Path path) throws IOException {
        if (mode.isEmpty()) {
            Files.createDirectory(path);
        } else {
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(EnumSet.of(OWNER_READ, OWNER_WRITE, OWNER_EXECUTE)));
        }
    }

    /// Done last, as one that cannot be written to cannot be moved.
    private void permit(Folder made) throws IOException {
        if (mode.isEmpty()) {
            return;
        }
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        int bits = Integer.parseInt(mode, 8);
        for (PosixFilePermission permission : PosixFilePermission.values()) { // from the owner's to all others'
            if ((bits & 0400 >> permission.ordinal()) != 0) {
                permissions.add(permission);
            }
        }
        made.permit(permissions);
    }
}

package dev.parley.services;

import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.value.ValueException;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// What callers are told when the file system refuses something: their own path, and never where the root is.
final class Failures {
    private Failures() {}

    static RpcException of(String said, IOException e) {
        String reason = String.valueOf(e instanceof FileSystemException known ? known.getReason() : e.getMessage());
        return switch (e) {
            case NoSuchFileException _ -> failure(Code.NOT_FOUND, said, "there is no such file or directory", e);
            case FileAlreadyExistsException _ -> failure(Code.ALREADY_EXISTS, said, "exists already", e);
            case AccessDeniedException _ ->
                    failure(Code.PERMISSION_DENIED, said, "the server itself may not do that", e);
            case DirectoryNotEmptyException _ ->
                    failure(Code.FAILED_PRECONDITION, said, "is not empty (recurse deletes what is in it)", e);
            case NotDirectoryException no ->
                    failure(
                            Code.FAILED_PRECONDITION,
                            said,
                            ValueException.quote(no.getFile()) + " is no directory (links are not followed)",
                            e);
            case ClosedByInterruptException _ -> failure(Code.CANCELLED, said, "the call is over", e);
            default -> failure(isFull(reason) ? Code.RESOURCE_EXHAUSTED : Code.FAILED_PRECONDITION, said, reason, e);
        };
    }

    /// By what Linux says when a disk, or somebody's share of it, is full; Java has no exception for it.
    private static boolean isFull(String reason) {
        return reason.contains("No space left") || reason.contains("quota exceeded");
    }

    private static RpcException failure(Code code, String said, String what, Throwable cause) {
        String type = cause instanceof FileSystemException ? cause.getClass().getSimpleName() : "";
        return new RpcException(code, type, "path " + ValueException.quote(said) + ": " + what, cause);
    }

    static RpcException of(Code code, String said, String what) {
        return new RpcException(code, "path " + ValueException.quote(said) + ": " + what);
    }
}

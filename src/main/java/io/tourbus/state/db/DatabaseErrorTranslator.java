package io.tourbus.state.db;

import io.tourbus.state.db.StateException.Problem;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;
import org.h2.api.ErrorCode;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/** Finds out from a failure what is wrong with the state, and says it without the password. */
public final class DatabaseErrorTranslator {

    private final DatabaseUrl url;
    private final String user;
    private final String password;

    public DatabaseErrorTranslator(DatabaseUrl url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    boolean isH2() {
        return url.isH2();
    }

    public StateException translate(Throwable failure) {
        if (causes(failure).anyMatch(DatabaseErrorTranslator::isFailedWrite)) {
            return notWrittenTo(failure);
        }
        var cause = causes(failure)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst();
        return cause.map(this::ofSql).orElseGet(() -> other(failure));
    }

    StateException inUse(Throwable cause) {
        return shown(
                Problem.IN_USE,
                "the state %s is in use by another Tourbus: start this one again when that has ended",
                cause,
                url.shown());
    }

    StateException damaged(String how) {
        return damaged(how, null);
    }

    StateException damaged(Throwable cause) {
        return damaged(said(causes(cause).reduce(cause, (outer, inner) -> inner)), cause);
    }

    StateException notWritable(String what) {
        return shown(
                Problem.NOT_WRITABLE,
                "the state %s cannot be written: %s; allow it, or name another file",
                null,
                url.shown(),
                what);
    }

    /** After a failed write H2 closes the database, and says of all that follows only that it is closed. */
    StateException notWrittenTo(Throwable failure) {
        var reason = causes(failure)
                .filter(IOException.class::isInstance)
                .map(this::said)
                .findFirst();
        return shown(
                Problem.NOT_WRITABLE,
                "the state %s cannot be written%s: make room on its disk, or name another folder (tourbus.state.folder),"
                        + " and start again; what was written before is kept",
                failure,
                url.shown(),
                reason.map(said -> " (" + said + ")").orElse(" any more"));
    }

    private static boolean isFailedWrite(Throwable failure) {
        return failure instanceof MVStoreException store && store.getErrorCode() == DataUtils.ERROR_WRITING_FAILED;
    }

    StateException newer(String found, String known) {
        return shown(
                Problem.NEWER,
                "the state %s has schema version %s, this Tourbus knows up to %s: use the newer Tourbus that wrote it, or"
                        + " another database",
                null,
                url.shown(),
                found,
                known);
    }

    public StateException unknownDatabase() {
        return shown(
                Problem.OTHER,
                "the state %s is neither in H2 nor in PostgreSQL: set a URL such as jdbc:h2:file:./data/state or"
                        + " jdbc:postgresql://localhost/tourbus",
                null,
                url.shown());
    }

    StateException tooOld(String product, int version, int least) {
        return shown(
                Problem.OTHER,
                "the state %s is in %s %d: use version %d or newer",
                null,
                url.shown(),
                product,
                version,
                least);
    }

    private StateException damaged(String how, Throwable cause) {
        return shown(
                Problem.DAMAGED,
                "the state %s is damaged and left as it is (%s): put a copy of the file back, or move it away to begin"
                        + " with an empty state",
                cause,
                url.shown(),
                how);
    }

    private StateException ofSql(SQLException cause) {
        var state = Objects.requireNonNullElse(cause.getSQLState(), "");
        if (url.isH2()) {
            switch (cause.getErrorCode()) {
                case ErrorCode.DATABASE_ALREADY_OPEN_1:
                    return inUse(cause);
                case ErrorCode.FILE_CORRUPTED_1, ErrorCode.FILE_VERSION_ERROR_1:
                    return damaged(cause);
                case ErrorCode.DATABASE_IS_CLOSED:
                    return notWrittenTo(cause);
                case ErrorCode.FILE_CREATION_FAILED_1:
                    return notWritable(said(cause));
                default:
            }
        }
        if (state.startsWith("28") || state.equals("42501")) {
            return shown(
                    Problem.REFUSED,
                    "the state %s refuses the user '%s' (%s): correct user and password, or what the user may do",
                    cause,
                    url.shown(),
                    user,
                    said(cause));
        }
        if (state.startsWith("08") || state.startsWith("57P") || state.equals("3D000") || state.equals("53300")) {
            return shown(
                    Problem.UNREACHABLE,
                    "the state %s cannot be reached (%s): start the database, or correct the URL",
                    cause,
                    url.shown(),
                    said(cause));
        }
        return other(cause);
    }

    private StateException other(Throwable cause) {
        return shown(Problem.OTHER, "the state %s fails: %s", cause, url.shown(), said(cause));
    }

    private StateException shown(Problem problem, String format, Throwable cause, Object... arguments) {
        return new StateException(problem, format.formatted(arguments), cause);
    }

    /** What a driver says is not ours to trust with the password. */
    private String said(Throwable cause) {
        var message = DatabaseUrl.redacted(
                Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName()));
        return password == null || password.isEmpty() ? message : message.replace(password, "***");
    }

    static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }
}

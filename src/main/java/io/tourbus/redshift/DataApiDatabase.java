package io.tourbus.redshift;

import io.tourbus.aws.AwsFailures;
import io.tourbus.redshift.RedshiftSettings.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.redshiftdata.RedshiftDataClient;
import software.amazon.awssdk.services.redshiftdata.model.DescribeStatementResponse;
import software.amazon.awssdk.services.redshiftdata.model.Field;
import software.amazon.awssdk.services.redshiftdata.model.StatementStatusString;
import software.amazon.awssdk.services.redshiftdata.model.StatusString;

/** Runs statements through the Redshift Data API, which needs no network connection to the database. */
final class DataApiDatabase implements RedshiftDatabase {

    /** A limit of the API. */
    static final int MAX_STATEMENTS = 40;

    private static final Duration LONGEST_POLL = Duration.ofSeconds(5);

    private final RedshiftDataClient client;
    private final Target target;
    private final Duration timeout;
    private final Duration firstPoll;
    private final String token = UUID.randomUUID().toString();
    private int calls;

    /** @param firstPoll how long to wait before the first question whether statements are done; later waits are longer */
    DataApiDatabase(RedshiftDataClient client, Target target, Duration timeout, Duration firstPoll) {
        this.client = client;
        this.target = target;
        this.timeout = timeout;
        this.firstPoll = firstPoll;
    }

    @Override
    public void run(String name, List<String> statements) {
        if (statements.size() > MAX_STATEMENTS) {
            throw new IllegalArgumentException("%s has %d statements".formatted(name, statements.size()));
        }
        var id = call(() -> statements.size() == 1 ? execute(name, statements.get(0)) : execute(name, statements));
        var done = await(name, id);
        if (done.status() != StatusString.FINISHED) {
            throw failure(name, statements, done);
        }
    }

    @Override
    public List<List<String>> query(String sql) {
        var id = call(() -> execute("tourbus query", sql));
        var done = await("a query", id);
        if (done.status() != StatusString.FINISHED) {
            throw new RedshiftException("Redshift: " + AwsFailures.firstLine(done.error()));
        }
        List<List<String>> rows = new ArrayList<>();
        call(() -> {
            client.getStatementResultPaginator(request -> request.id(id)).records().stream()
                    .map(row -> row.stream().map(DataApiDatabase::text).toList())
                    .forEach(rows::add);
            return rows;
        });
        return rows;
    }

    private static String text(Field field) {
        if (Boolean.TRUE.equals(field.isNull())) {
            return null;
        }
        return switch (field.type()) {
            case LONG_VALUE -> String.valueOf(field.longValue());
            case DOUBLE_VALUE -> String.valueOf(field.doubleValue());
            case BOOLEAN_VALUE -> String.valueOf(field.booleanValue());
            default -> field.stringValue();
        };
    }

    /** The token makes a repeated request return the first statement instead of running it again. */
    private String execute(String name, String sql) {
        var clientToken = nextToken();
        return client.executeStatement(request -> request.sql(sql)
                        .statementName(name)
                        .clientToken(clientToken)
                        .workgroupName(target.workgroup().orElse(null))
                        .clusterIdentifier(target.cluster().orElse(null))
                        .database(target.database())
                        .dbUser(dbUser())
                        .secretArn(target.secret().orElse(null)))
                .id();
    }

    private String execute(String name, List<String> statements) {
        var clientToken = nextToken();
        return client.batchExecuteStatement(request -> request.sqls(statements)
                        .statementName(name)
                        .clientToken(clientToken)
                        .workgroupName(target.workgroup().orElse(null))
                        .clusterIdentifier(target.cluster().orElse(null))
                        .database(target.database())
                        .dbUser(dbUser())
                        .secretArn(target.secret().orElse(null)))
                .id();
    }

    private String nextToken() {
        return "%s-%d".formatted(token, ++calls);
    }

    /** The API refuses a user beside a secret or a workgroup. */
    private String dbUser() {
        return target.cluster().isPresent() && target.secret().isEmpty()
                ? target.user().orElse(null)
                : null;
    }

    private DescribeStatementResponse await(String name, String id) {
        var deadline = System.nanoTime() + timeout.toNanos();
        for (var wait = firstPoll; ; wait = longer(wait)) {
            var state = call(() -> client.describeStatement(request -> request.id(id)));
            if (isDone(state.status())) {
                return state;
            }
            if (System.nanoTime() > deadline) {
                cancel(id);
                throw new RedshiftException(
                        "Redshift: %s did not end within %d minutes and was cancelled. Nothing of it was applied. Raise tourbus.redshift.timeout-minutes."
                                .formatted(name, timeout.toMinutes()));
            }
            pause(name, id, wait);
        }
    }

    private static boolean isDone(StatusString status) {
        return switch (status) {
            case FINISHED, FAILED, ABORTED -> true;
            default -> false;
        };
    }

    private static Duration longer(Duration wait) {
        var next = wait.multipliedBy(3).dividedBy(2);
        return next.compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : next;
    }

    private void pause(String name, String id, Duration wait) {
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel(id);
            throw new RedshiftException("Redshift: %s was interrupted and cancelled.".formatted(name), e);
        }
    }

    /** Fails if the statement has just ended; then there is nothing to cancel. */
    private void cancel(String id) {
        try {
            client.cancelStatement(request -> request.id(id));
        } catch (SdkException e) {
            // The caller reports that the statement did not end.
        }
    }

    private static RedshiftException failure(String name, List<String> statements, DescribeStatementResponse done) {
        var parts = done.subStatements();
        for (var number = 1; number <= parts.size(); number++) {
            var part = parts.get(number - 1);
            if (part.status() == StatementStatusString.FAILED) {
                return new RedshiftException(
                        Failures.message(name, number, statements, AwsFailures.firstLine(part.error())));
            }
        }
        var reason = done.status() == StatusString.ABORTED ? "it was cancelled" : AwsFailures.firstLine(done.error());
        return new RedshiftException(Failures.message(name, statements.size() == 1 ? 1 : 0, statements, reason));
    }

    private interface Call<T> {
        T run();
    }

    private static <T> T call(Call<T> call) {
        try {
            return call.run();
        } catch (SdkException e) {
            throw new RedshiftException(
                    "The Redshift Data API: "
                            + AwsFailures.explain(
                                    e,
                                    "Check tourbus.redshift.workgroup, cluster and the region.",
                                    "the actions redshift-data:* that docs/redshift.md lists"),
                    e);
        }
    }

    @Override
    public void close() {
        // The client is closed with the other clients of AWS.
    }
}

package io.tourbus.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.redshift.DataApiStub.Failure;
import io.tourbus.redshift.RedshiftSettings.Source;
import io.tourbus.redshift.RedshiftSettings.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.redshiftdata.RedshiftDataClient;

/** Statements over the Data API: order, repeated requests, failures. */
class DataApiDatabaseTest {

    private static final Failure THROTTLED = new Failure(400, "ThrottlingException");
    private static final Failure BUSY = new Failure(400, "ActiveStatementsExceededException");
    private static final Failure DOWN = new Failure(500, "InternalServerException");

    private static final Target WORKGROUP = target(Optional.of("w"), Optional.empty(), Optional.of("arn:secret"));

    private static DataApiStub api;
    private static RedshiftDataClient client;

    @BeforeAll
    static void start() throws IOException {
        api = DataApiStub.start();
        client = RedshiftDataClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(api.address())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key")))
                .overrideConfiguration(
                        configuration -> configuration.retryStrategy(DataApiDatabaseTest::configureWithoutWaiting))
                .build();
    }

    private static void configureWithoutWaiting(RetryStrategy.Builder<?, ?> retries) {
        Redshift.configure(retries);
        retries.backoffStrategy(BackoffStrategy.retryImmediately())
                .throttlingBackoffStrategy(BackoffStrategy.retryImmediately());
    }

    @BeforeEach
    void reset() {
        api.reset();
    }

    @AfterAll
    static void stop() {
        client.close();
        api.close();
    }

    private static Target target(Optional<String> workgroup, Optional<String> cluster, Optional<String> secret) {
        return new Target(workgroup, cluster, Optional.empty(), "dev", Optional.of("loader"), Optional.empty(), secret);
    }

    private DataApiDatabase database(Target target, Duration timeout) {
        return new DataApiDatabase(client, target, timeout, Duration.ofMillis(1));
    }

    private DataApiDatabase database() {
        return database(WORKGROUP, Duration.ofMinutes(1));
    }

    @Test
    void statementsRunInOneTransactionAndInOrder() {
        database().run("the load", List.of("A", "B", "C"));

        assertThat(api.committed()).containsExactly("A", "B", "C");
        assertThat(api.calls()).containsExactly("BatchExecuteStatement", "DescribeStatement", "DescribeStatement");
        assertThat(api.requests()).singleElement().satisfies(request -> {
            assertThat(request.get("WorkgroupName").asText()).isEqualTo("w");
            assertThat(request.get("Database").asText()).isEqualTo("dev");
            assertThat(request.get("SecretArn").asText()).isEqualTo("arn:secret");
            assertThat(request.get("StatementName").asText()).isEqualTo("the load");
            assertThat(request.has("DbUser")).isFalse();
        });
    }

    @Test
    void aClusterIsUsedWithAUserIfThereIsNoSecret() {
        database(target(Optional.empty(), Optional.of("c"), Optional.empty()), Duration.ofMinutes(1))
                .run("one", List.of("A"));

        assertThat(api.calls()).startsWith("ExecuteStatement");
        assertThat(api.requests()).singleElement().satisfies(request -> {
            assertThat(request.get("ClusterIdentifier").asText()).isEqualTo("c");
            assertThat(request.get("DbUser").asText()).isEqualTo("loader");
            assertThat(request.has("WorkgroupName")).isFalse();
        });
    }

    @Test
    void throttledRequestsAreRepeated() {
        api.fail(THROTTLED, BUSY, DOWN);

        database().run("the load", List.of("A", "B"));

        assertThat(api.committed()).containsExactly("A", "B");
        assertThat(api.calls())
                .hasSize(6)
                .startsWith(
                        "BatchExecuteStatement",
                        "BatchExecuteStatement",
                        "BatchExecuteStatement",
                        "BatchExecuteStatement");
    }

    @Test
    void aRequestWhoseResponseIsLostRunsOnce() {
        api.loseResponse();

        database().run("the load", List.of("A", "B"));

        assertThat(api.requests()).hasSize(2);
        assertThat(api.requests().get(0).get("ClientToken"))
                .isEqualTo(api.requests().get(1).get("ClientToken"));
        assertThat(api.run()).containsExactly("A", "B");
    }

    @Test
    void eachRequestHasItsOwnToken() {
        var database = database();
        database.run("one", List.of("A"));
        database.run("one", List.of("A"));
        database().run("one", List.of("A"));

        assertThat(api.requests())
                .extracting(request -> request.get("ClientToken").asText())
                .doesNotHaveDuplicates();
        assertThat(api.run()).containsExactly("A", "A", "A");
    }

    @Test
    void aFailureNamesTheStatement() {
        api.failStatement("MERGE", "ERROR: Found multiple matches\n  Hint: more");

        assertThatThrownBy(() -> database().run("the load", List.of("A", "MERGE INTO t\nUSING s", "C")))
                .isInstanceOf(RedshiftException.class)
                .hasMessage(
                        "Redshift: the load failed in statement 2 of 3 (MERGE INTO t): ERROR: Found multiple matches");
        assertThat(api.committed()).isEmpty();
    }

    @Test
    void aStatementThatTakesTooLongIsCancelled() {
        api.hang();

        assertThatThrownBy(() -> database(WORKGROUP, Duration.ofMillis(20)).run("the load", List.of("A", "B")))
                .hasMessageStartingWith("Redshift: the load did not end within 0 minutes and was cancelled.");
        assertThat(api.calls()).endsWith("CancelStatement");
    }

    @Test
    void accessThatIsDeniedIsOneLine() {
        api.fail(new Failure(400, "AccessDeniedException"));

        assertThatThrownBy(() -> database().run("the load", List.of("A")))
                .hasMessageStartingWith(
                        "The Redshift Data API: Access is denied (AccessDeniedException). Allow the actions redshift-data:*")
                .hasMessageNotContaining("\n");
    }

    @Test
    void allPagesOfAResultAreRead() {
        api.answer(sql -> "[[\"a\", 1, null], [\"b\", 2, \"x\"]]");

        assertThat(database().query("SELECT")).containsExactly(Arrays.asList("a", "1", null), List.of("b", "2", "x"));
    }

    @Test
    void aLoadRunsTheSetUpOnceAndThenOneTransaction() {
        api.failStatement("CREATE ROLE", "ERROR: Role \"engineer\" already exists");
        api.answer(DataApiDatabaseTest::rows);
        var settings = RedshiftLoaderTest.settings(Source.TABLES);

        var result = new RedshiftLoader(database(), settings, Path.of("warehouse/redshift"), Optional.empty())
                .load("load1", "");

        assertThat(result.objects()).isEqualTo(3);
        assertThat(result.records()).isEqualTo(70);
        assertThat(api.run())
                .filteredOn(sql -> sql.matches(
                        "(?s)(CREATE SCHEMA|CREATE EXTERNAL|GRANT|LOCK|MERGE|INSERT INTO concert_dw.loads).*"))
                .extracting(sql -> sql.split("\\s+")[0] + " " + sql.split("\\s+")[1])
                .startsWith("CREATE SCHEMA", "CREATE EXTERNAL", "GRANT USAGE")
                .endsWith("INSERT INTO", "LOCK TABLE", "MERGE INTO", "MERGE INTO", "MERGE INTO", "INSERT INTO");
    }

    private static String rows(String sql) {
        if (sql.contains("'setup'") && sql.startsWith("SELECT sha256")) {
            return "[]";
        }
        if (sql.contains("UNION ALL")) {
            return "[[\"artists\", 1], [\"venues\", 2], [\"concerts\", 3]]";
        }
        return "[[3, 70]]";
    }

    @Test
    void aSetUpThatWasInterruptedIsRepeated() {
        api.answer(DataApiDatabaseTest::rows);
        api.failStatement("CREATE ROLE scientist", "ERROR: permission denied");
        var loader = new RedshiftLoader(
                database(),
                RedshiftLoaderTest.settings(Source.TABLES),
                Path.of("warehouse/redshift"),
                Optional.empty());

        assertThatThrownBy(() -> loader.load("load1", ""))
                .hasMessage(
                        "Redshift: set-up of the roles failed in statement 1 of 1 (CREATE ROLE scientist): ERROR: permission denied");
        assertThat(api.committed())
                .noneMatch(sql -> sql.contains("'setup'") && sql.startsWith("INSERT") || sql.startsWith("MERGE"));
    }
}

package io.tourbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.cli.exit.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong use of the command line that is found before anything starts. */
class UsageTest {

    @Test
    void anArgumentWhoseCharactersWereLostIsNotUsed() {
        assertThat(usageError("run", "daily", "--cities", "K\uFFFD\uFFFDln"))
                .startsWith(
                        "tourbus: The argument 'K\uFFFD\uFFFDln' has characters that cannot be read in the character set of the"
                                + " locale (%s). Set LC_ALL=C.UTF-8."
                                        .formatted(System.getProperty("sun.jnu.encoding")));
    }

    @ParameterizedTest
    @CsvSource({
        "run venue-refresh --since 2027-01-01, '--since has no effect on venue-refresh. Use it with daily, hourly, backfill.'",
        "run venue_refresh --cities London, '--cities has no effect on venue-refresh. Use it with daily, hourly, backfill.'",
        "run artist-refresh --countries GB, '--countries has no effect on artist-refresh. Use it with daily, hourly, venue-refresh, backfill.'",
        "run hourly --artists ids.txt, '--artists has no effect on hourly. Use it with daily, artist-refresh.'",
        "plan artist-refresh --until 2027-01-01, '--until has no effect on artist-refresh. Use it with daily, hourly, backfill.'",
        "plan daily --limit 5, --limit has no effect on plan. Use it with run.",
        "run daily --only spotify --cities London, --cities has no effect with --only spotify. Remove one of them.",
        "run daily --only spotify --since 2027-01-01, --since has no effect with --only spotify. Remove one of them.",
        "run daily --artists ids.txt --only ticketmaster, --artists has no effect with --only ticketmaster. Remove one of them.",
        "run venue-refresh --only spotify, '--only spotify leaves nothing to read for venue-refresh. Use another source, or remove it.'"
    })
    void anOptionWithoutEffectIsAnError(String line, String problem) {
        assertThat(usageError(line.split(" "))).startsWith("tourbus: " + problem + System.lineSeparator());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            | Missing command. See the list of commands.
            rum daily                                 | Unknown command: 'rum'. Did you mean run?
            run                                       | Missing JOB.
            run weekly                                | Unknown job: 'weekly'. Use one of daily, hourly, artist-refresh, venue-refresh, backfill.
            run daily extra                           | Unexpected argument: 'extra'. Remove it.
            run daily --sinc 2027-01-01               | Unknown option: '--sinc'. Did you mean --since?
            run daily --since                         | Missing --since TIME.
            run daily --since 2026-13-01              | --since is not valid: '2026-13-01'. Use a date such as 2026-12-31 or a time such as 2026-12-31T18:00:00Z.
            run daily --until 2027-02-30              | --until is not valid: '2027-02-30'. Use a date such as 2026-12-31 or a time such as 2026-12-31T18:00:00Z.
            run daily --since 2027-02-01 --until 2027-01-01 | --until is not valid: '2027-01-01'. Use a time after 2027-02-01 (--since).
            run daily --countries Germany             | --countries is not valid: 'Germany'. Use
            run daily --cities Atlantis:XX            | --cities is not valid: 'Atlantis:XX'. Use a country code
            run daily --artists /no/such/file         | --artists cannot be read: '/no/such/file'. Correct the path.
            run daily --only spotfy                   | --only is not valid: 'spotfy'. Did you mean spotify?
            run daily --only bandcamp                 | --only is not valid: 'bandcamp'. Use one or more of spotify, ticketmaster.
            run daily --limit 0                       | --limit is not valid: '0'. Use a whole number from 1 to 999999999.
            run daily --limit ten                     | --limit is not valid: 'ten'. Use a whole number from 1
            run daily --limit 99999999999             | --limit is not valid: '99999999999'. Use a whole number from
            run daily --wait=soon                     | --wait is not valid: 'soon'. Use a time such as 90s, 10m or 2h.
            run daily --set retry                     | --set is not valid: 'retry'. Use KEY=VALUE.
            run daily --set tourbus.retry.atempts=1   | Unknown setting: tourbus.retry.atempts, set on the command line. Did you mean tourbus.retry.attempts?
            run daily --set tourbus.retry.attempts=x  | tourbus.retry.attempts is not valid: 'x', set on the command line. Use a whole number from 0 to 100.
            backfill --since 2027-06-01               | Missing --until TIME.
            backfill --since 2027-13-01 --until 2027-07-01 | --since is not valid: '2027-13-01'. Use a date such as 2026-12-31 or a time such as 2026-12-31T18:00:00Z.
            plan weekly                               | Unknown job: 'weekly'. Use one of daily, hourly, artist-refresh, venue-refresh, backfill.
            plan daily --since never                  | --since is not valid: 'never'. Use a date such as 2026-12-31 or a time such as 2026-12-31T18:00:00Z.
            plan daily --limit 5                      | --limit has no effect on plan. Use it with run.
            preview bandcamp artists q                | SOURCE is not valid: 'bandcamp'. Use spotify or ticketmaster.
            preview spotify songs q                   | ENTITY is not valid: 'songs'. Use artists, tracks, venues or events.
            preview spotify artists q --limit 99      | --limit is not valid: '99'. Use a whole number from 1 to 50.
            preview spotify artists q --limit x       | --limit is not valid: 'x'. Use a whole number.
            preview spotify artists q --format xml    | --format is not valid: 'xml'. Use table, json, ndjson.
            runs --job weekly                         | Unknown job: 'weekly'. Use one of daily, hourly, artist-refresh, venue-refresh, backfill.
            runs --status done                        | --status is not valid: 'done'. Use one of running, stopping, unfinished,
            runs --since x                            | --since is not valid: 'x'. Use a date such as 2026-12-31 or a time such as 2026-12-31T18:00:00Z.
            runs --last 0                             | --last is not valid: '0'. Use 1 or more.
            runs --last x                             | --last is not valid: 'x'. Use a whole number.
            verify a b                                | Unexpected argument: 'b'. Remove it.
            cancel                                    | Missing RUN_ID.
            reprocess                                 | Missing --run RUN_ID or --day DAY.
            reprocess --day 2026-13-01                | --day is not valid: '2026-13-01'. Use a day such as 2026-11-23.
            redeliver --to kafka --run x              | --to is not valid: 'kafka'. Use lake or stream.
            redeliver --to lake --run x               | Missing --from BUCKET.
            redeliver --to stream --from b --run x    | --from requires --to lake.
            dead-letters                              | Missing command. Use list, show, replay or drop.
            dead-letters show abc                     | ID is not valid: 'abc'. Use a whole number.
            dead-letters replay 17 x                  | Unexpected argument: 'x'. Remove it.
            dead-letters drop                         | Missing IDs.
            config sho                                | Unknown command: 'sho'. Did you mean show?
            config show extra                         | Unexpected argument: 'extra'. Remove it.
            config show --set tourbus.retry.atempts=1 | Unknown setting: tourbus.retry.atempts, set on the command line. Did you mean tourbus.retry.attempts?
            check --jsn                               | Unknown option: '--jsn'. Did you mean --json?
            serve now                                 | Unexpected argument: 'now'. Remove it.
            """)
    void wrongUseIsReportedInTheWordsOfTheUser(String line, String problem) {
        var arguments = line == null ? new String[0] : line.split(" ");

        assertThat(usageError(arguments)
                        .lines()
                        .filter(text -> !text.startsWith("Try '"))
                        .filter(text -> !text.contains("API_") && !text.contains("AWS"))
                        .toList())
                .singleElement()
                .asString()
                .startsWith("tourbus: " + problem);
    }

    private static String usageError(String... arguments) {
        var err = new StringWriter();
        var command = TourbusCommand.commandLine(arguments).setErr(new PrintWriter(err, true));

        assertThat(command.execute(arguments)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().lines().filter(line -> line.matches("Try 'tourbus.* --help'\\.")))
                .as(err.toString())
                .hasSize(1);
        return err.toString();
    }
}

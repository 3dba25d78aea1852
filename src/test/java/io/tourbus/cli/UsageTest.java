package io.tourbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
                        "The argument 'K\uFFFD\uFFFDln' has characters that cannot be read in the character set of the"
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
        assertThat(usageError(line.split(" "))).startsWith(problem + System.lineSeparator());
    }

    private static String usageError(String... arguments) {
        var err = new StringWriter();
        var command = TourbusCommand.commandLine(arguments).setErr(new PrintWriter(err));

        assertThat(command.execute(arguments)).isEqualTo(ExitCode.USAGE);
        return err.toString();
    }
}

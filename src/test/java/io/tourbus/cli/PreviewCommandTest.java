package io.tourbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.cli.exit.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PreviewCommandTest {

    @Test
    void anUnknownSourceIsReportedAsTheUserTypedIt() {
        var err = new StringWriter();
        var command = TourbusCommand.commandLine("preview").setErr(new PrintWriter(err));

        assertThat(command.execute("preview", "spotfy", "artists", "hip hop")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith("tourbus: SOURCE is not valid: 'spotfy'. Use spotify or ticketmaster.")
                .doesNotContain("--only");
    }
}

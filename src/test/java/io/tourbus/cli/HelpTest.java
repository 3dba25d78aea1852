package io.tourbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The help of all commands fits into a terminal of 80 columns. */
class HelpTest {

    private static final int COLUMNS = 80;

    @Test
    void examplesFitOnALine() {
        assertThat(all(TourbusCommand.commandLine()))
                .hasSizeGreaterThan(10)
                .flatExtracting(HelpTest::examples)
                .hasSizeGreaterThan(20)
                .allSatisfy(example -> assertThat(example).hasSizeLessThanOrEqualTo(COLUMNS));
    }

    @Test
    void namesOfFilesAreNotBroken() {
        assertThat(all(TourbusCommand.commandLine()))
                .extracting(CommandLine::getUsageMessage)
                .allSatisfy(help -> assertThat(help).contains("see docs/settings.md"));
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::all));
    }

    private static List<String> examples(CommandLine command) {
        return Stream.of(command.getCommandSpec().usageMessage().footer())
                .filter(line -> line.startsWith("  "))
                .toList();
    }
}

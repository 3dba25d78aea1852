package io.tourbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.AutoComplete;
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

    @Test
    void eachLineFitsAndWordsAreNotBroken() {
        assertThat(all(TourbusCommand.commandLine())).allSatisfy(command -> {
            var help = command.getUsageMessage();
            assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(COLUMNS));
            assertThat(words(help))
                    .containsAll(Stream.of(command.getCommandSpec().usageMessage())
                            .flatMap(usage -> Stream.concat(Stream.of(usage.description()), Stream.of(usage.footer())))
                            .flatMap(text -> words(text.replace("%n", " ").replace("%%", "%")).stream())
                            .toList());
        });
    }

    private static List<String> words(String text) {
        return Stream.of(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }

    @Test
    void theHelpListsTheCommandsOfTheLaunchers() {
        assertThat(TourbusCommand.commandLine().getUsageMessage())
                .contains("  sandbox ", "  bench ", "  share-classes ");
    }

    @Test
    void theShellCompletesTheCommandsOfAClone() {
        var home = System.getProperty("tourbus.home");
        System.setProperty("tourbus.home", Path.of("").toAbsolutePath().toString());
        try {
            assertThat(AutoComplete.bash("tourbus", TourbusCommand.commandLine("generate-completion")))
                    .contains("sandbox")
                    .contains("bench");
        } finally {
            if (home == null) {
                System.clearProperty("tourbus.home");
            } else {
                System.setProperty("tourbus.home", home);
            }
        }
    }

    @Test
    void theShellCompletesJobsSourcesEntitiesAndSinks() {
        var script = AutoComplete.bash("tourbus", TourbusCommand.commandLine());

        assertThat(script)
                .contains(
                        "\"daily\" \"hourly\" \"artist-refresh\" \"venue-refresh\" \"backfill\"",
                        "\"artists\" \"tracks\" \"venues\" \"events\"",
                        "\"spotify\" \"ticketmaster\"",
                        "\"lake\" \"stream\"");
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

package io.tourbus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tourbus.cli.base.StateCommand;
import io.tourbus.cli.exit.ExitCode;
import io.tourbus.operations.DeadLetterSelection;
import io.tourbus.operations.DeadLetterView;
import io.tourbus.operations.DeadLetters;
import io.tourbus.operations.NotFoundException;
import io.tourbus.operations.Operations;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.zip.GZIPInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tourbus dead-letters}: lists, shows, replays or drops data that was not normalized or delivered. */
@Command(
        name = "dead-letters",
        description = "List, show, replay or drop data that was not normalized or delivered.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  tourbus dead-letters list",
            "  tourbus dead-letters show 17",
            "  tourbus dead-letters replay 17 18",
            "  tourbus dead-letters drop --all --yes"
        })
public final class DeadLettersCommand extends StateCommand {

    /** Small, because the payload of a dead letter can be several MiB. */
    private static final int PAGE = 20;

    /** The most bytes of a payload that show prints. */
    private static final int MAX_SHOWN = 1 << 20;

    @Override
    public Integer call() {
        throw usageError("Missing command. Use list, show, replay or drop.");
    }

    @Command(description = "List all dead letters, one per line.", mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "print one line of JSON each") boolean json) {
        return withOperations(operations -> {
            DeadLetters page;
            for (long last = 0;
                    !(page = operations.deadLetters(last, PAGE)).letters().isEmpty();
                    last = page.letters().get(page.letters().size() - 1).id()) {
                page.letters().forEach(json ? this::printJson : letter -> out().println(line(letter)));
            }
            if (!json) {
                out().println("%,d dead letters".formatted(page.count()));
            }
            return ExitCode.COMPLETE;
        });
    }

    @Command(description = "Print a dead letter with its payload.", mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "ID", description = "an ID that list prints") long id) {
        var letter = withOperations(operations -> operations.deadLetter(id))
                .orElseThrow(() -> unknown("There are no dead letters with these IDs: %d.".formatted(id)));
        out().println(line(letter));
        out().println("run %s, slice %s".formatted(letter.runId(), letter.slice()));
        out().println(payload(letter.payload()));
        return ExitCode.COMPLETE;
    }

    @Command(
            description = "Deliver dead letters again. Rejected entities are normalized again first.",
            mixinStandardHelpOptions = true)
    int replay(
            @Parameters(paramLabel = "ID", arity = "0..*", description = "IDs that list prints") List<Long> ids,
            @Option(names = "--all", description = "all dead letters") boolean all) {
        var replayed = select(ids, all, Operations::replay);
        out().println("%,d of %,d redelivered%s"
                .formatted(replayed.redelivered(), replayed.selected(), replayed.cancelled() ? CANCELLED : ""));
        if (replayed.cancelled()) {
            return ExitCode.CANCELLED;
        }
        return replayed.redelivered() == replayed.selected() ? ExitCode.COMPLETE : ExitCode.PARTIAL;
    }

    @Command(description = "Delete dead letters for good.", mixinStandardHelpOptions = true)
    int drop(
            @Parameters(paramLabel = "ID", arity = "0..*", description = "IDs that list prints") List<Long> ids,
            @Option(names = "--all", description = "all dead letters") boolean all,
            @Option(names = "--yes", description = "with --all: do not ask for confirmation") boolean yes) {
        if (all && !yes) {
            confirm(withOperations(operations -> operations.deadLetters(0, 1).count()));
        }
        out().println("%,d dropped".formatted(select(ids, all, Operations::drop)));
        return ExitCode.COMPLETE;
    }

    private <T> T select(List<Long> ids, boolean all, BiFunction<Operations, DeadLetterSelection, T> work) {
        if (!all && (ids == null || ids.isEmpty())) {
            throw usageError(
                    "Missing IDs. Name one or more IDs that `tourbus dead-letters list` prints, or use --all.");
        }
        try {
            return withOperations(operations -> work.apply(operations, new DeadLetterSelection(all ? null : ids, all)));
        } catch (NotFoundException e) {
            throw unknown(e.getMessage());
        }
    }

    private RuntimeException unknown(String message) {
        return usageError(
                message.replaceFirst("(: [\\d, ]+)\\..*", "$1. List the IDs with `tourbus dead-letters list`."));
    }

    private void confirm(long count) {
        var console = System.console();
        if (console == null) {
            throw usageError("`drop --all` deletes %,d dead letters for good. Add --yes to confirm.".formatted(count));
        }
        var answer = console.readLine("Delete %,d dead letters for good? [y/N] ", count);
        if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
            throw usageError("Nothing was deleted.");
        }
    }

    /** The payload as text, decompressed if it is an object of the lake, and cut off after {@link #MAX_SHOWN} bytes. */
    static String payload(byte[] payload) {
        var gzip = payload.length > 2 && payload[0] == (byte) 0x1f && payload[1] == (byte) 0x8b;
        try (var bytes = new ByteArrayInputStream(payload);
                var content = gzip ? new GZIPInputStream(bytes) : bytes) {
            var shown = new String(content.readNBytes(MAX_SHOWN), UTF_8);
            return content.read() < 0 ? shown : "%s%n(only the first %,d bytes are shown)".formatted(shown, MAX_SHOWN);
        } catch (IOException e) {
            return "an object of %,d bytes that is not readable: %s".formatted(payload.length, e.getMessage());
        }
    }

    private static String line(DeadLetterView letter) {
        return "%6d  %s  %-9s  %s %s  %s  %,d bytes  %d attempts  %s"
                .formatted(
                        letter.id(),
                        letter.at(),
                        letter.stage(),
                        letter.source(),
                        letter.entity(),
                        letter.target().isEmpty() ? "-" : letter.target(),
                        letter.bytes(),
                        letter.attempts(),
                        letter.reason());
    }
}

package io.tourbus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tourbus.state.DeadLetterRepository;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import io.tourbus.state.State;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
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
public final class DeadLettersCommand extends AbstractCommand {

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
        return withDeadLetters(deadLetters -> {
            for (var page = deadLetters.after(0, PAGE); !page.isEmpty(); page = deadLetters.after(lastId(page), PAGE)) {
                page.forEach(json ? stored -> printJson(fields(stored)) : stored -> out().println(line(stored)));
            }
            if (!json) {
                out().println("%,d dead letters".formatted(deadLetters.count()));
            }
            return ExitCode.COMPLETE;
        });
    }

    @Command(description = "Print a dead letter with its payload.", mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "ID", description = "an ID that list prints") long id) {
        return withDeadLetters(deadLetters -> {
            var found = deadLetters.find(id);
            if (found.isEmpty()) {
                throw unknown(List.of(id));
            }
            var deadLetter = found.get().letter();
            out().println(line(found.get()));
            out().println("run %s, slice %s".formatted(deadLetter.runId(), deadLetter.slice()));
            out().println(payload(deadLetter.payload()));
            return ExitCode.COMPLETE;
        });
    }

    @Command(
            description = "Deliver dead letters again. Rejected entities are normalized again first.",
            mixinStandardHelpOptions = true)
    int replay(
            @Parameters(paramLabel = "ID", arity = "0..*", description = "IDs that list prints") List<Long> ids,
            @Option(names = "--all", description = "all dead letters") boolean all) {
        var selected = withDeadLetters(deadLetters -> {
            var found = select(deadLetters, ids, all);
            deadLetters.release(found);
            return found;
        });
        try (var context = startContext(Map.of())) {
            if (all) {
                context.replay();
            } else {
                context.replay(selected);
            }
        }
        return withDeadLetters(deadLetters -> {
            var remaining = deadLetters.present(selected).size();
            out().println("%,d of %,d redelivered".formatted(selected.size() - remaining, selected.size()));
            return remaining == 0 ? ExitCode.COMPLETE : ExitCode.PARTIAL;
        });
    }

    @Command(description = "Delete dead letters for good.", mixinStandardHelpOptions = true)
    int drop(
            @Parameters(paramLabel = "ID", arity = "0..*", description = "IDs that list prints") List<Long> ids,
            @Option(names = "--all", description = "all dead letters") boolean all,
            @Option(names = "--yes", description = "with --all: do not ask for confirmation") boolean yes) {
        return withDeadLetters(deadLetters -> {
            if (all && !yes) {
                confirm(deadLetters.count());
            }
            out().println("%,d dropped".formatted(deadLetters.remove(select(deadLetters, ids, all))));
            return ExitCode.COMPLETE;
        });
    }

    private List<Long> select(DeadLetterRepository deadLetters, List<Long> ids, boolean all) {
        if (all) {
            return deadLetters.ids();
        }
        if (ids == null || ids.isEmpty()) {
            throw usageError(
                    "Missing IDs. Name one or more IDs that `tourbus dead-letters list` prints, or use --all.");
        }
        var present = deadLetters.present(ids);
        var unknown =
                ids.stream().filter(id -> !present.contains(id)).distinct().toList();
        if (!unknown.isEmpty()) {
            throw unknown(unknown);
        }
        return present;
    }

    private RuntimeException unknown(List<Long> ids) {
        return usageError("There are no dead letters with these IDs: %s. List the IDs with `tourbus dead-letters list`."
                .formatted(ids.stream().map(String::valueOf).collect(Collectors.joining(", "))));
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

    private <T> T withDeadLetters(Function<DeadLetterRepository, T> work) {
        return withState(work.compose(State::deadLetters));
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

    private static long lastId(List<StoredDeadLetter> page) {
        return page.get(page.size() - 1).id();
    }

    private static Map<String, Object> fields(StoredDeadLetter stored) {
        var deadLetter = stored.letter();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", stored.id());
        fields.put("at", deadLetter.at().toString());
        fields.put("stage", deadLetter.stage().label());
        fields.put("source", deadLetter.source());
        fields.put("entity", deadLetter.entity());
        fields.put("run_id", deadLetter.runId());
        fields.put("slice", deadLetter.slice());
        fields.put("target", deadLetter.target());
        fields.put("bytes", deadLetter.payload().length);
        fields.put("attempts", deadLetter.attempts());
        fields.put("reason", deadLetter.reason());
        return fields;
    }

    private static String line(StoredDeadLetter stored) {
        var deadLetter = stored.letter();
        return "%6d  %s  %-9s  %s %s  %s  %,d bytes  %d attempts  %s"
                .formatted(
                        stored.id(),
                        deadLetter.at(),
                        deadLetter.stage().label(),
                        deadLetter.source(),
                        deadLetter.entity(),
                        deadLetter.target().isEmpty() ? "-" : deadLetter.target(),
                        deadLetter.payload().length,
                        deadLetter.attempts(),
                        deadLetter.reason());
    }
}

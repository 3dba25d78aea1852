package io.tourbus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.app.StoredState;
import io.tourbus.app.TourbusContext;
import io.tourbus.state.DeadLetter;
import io.tourbus.state.DeadLetter.Stage;
import io.tourbus.state.DeadLetterRepository;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tourbus dead-letters}: what could not be normalised or delivered, and what is to become of it. */
@Command(
        name = "dead-letters",
        description = "List, show, replay or drop what could not be normalised or delivered.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  tourbus dead-letters list",
            "  tourbus dead-letters show 17",
            "  tourbus dead-letters replay 17 18",
            "  tourbus dead-letters drop --all"
        })
public final class DeadLettersCommand implements Runnable {

    /** Letters may be objects of several MiB. */
    private static final int PAGE = 20;

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private TourbusCommand tourbus;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command: list, show, replay or drop");
    }

    @Command(description = "List all letters, a line each.", mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "a line of JSON each") boolean json) {
        return with(letters -> {
            var out = out();
            for (var page = letters.after(0, PAGE); !page.isEmpty(); page = letters.after(last(page), PAGE)) {
                page.forEach(stored -> out.println(json ? json(stored) : line(stored)));
            }
            if (!json) {
                out.println("%,d dead letters".formatted(letters.count()));
            }
            return ExitCode.COMPLETE;
        });
    }

    @Command(description = "Print a letter: what is known of it, and its payload.", mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "ID", description = "the number that list shows") long id) {
        return with(letters -> {
            var found = letters.find(id);
            if (found.isEmpty()) {
                spec.commandLine().getErr().println("tourbus: there is no dead letter " + id);
                return ExitCode.FAILED;
            }
            var letter = found.get().letter();
            out().println(line(found.get()));
            out().println("run %s, slice %s".formatted(letter.runId(), letter.slice()));
            out().println(
                            letter.stage() == Stage.LAKE
                                    ? "an object of %,d bytes".formatted(letter.payload().length)
                                    : new String(letter.payload(), UTF_8));
            return ExitCode.COMPLETE;
        });
    }

    @Command(
            description = "Hand letters to their sinks again, entities by way of the normaliser.",
            mixinStandardHelpOptions = true)
    int replay(
            @Parameters(paramLabel = "ID", arity = "0..*", description = "the numbers that list shows") List<Long> ids,
            @Option(names = "--all", description = "all letters") boolean all) {
        var chosen = new ArrayList<Long>();
        with(letters -> {
            chosen.addAll(chosen(letters, ids, all));
            return letters.release(chosen);
        });
        try (var bus = new TourbusContext(tourbus.overlay(Map.of("tourbus.jobs.scheduled", "false")), Clock.systemUTC())
                .start()) {
            bus.replay();
        }
        return with(letters -> {
            var left = letters.present(chosen).size();
            out().println("%,d of %,d arrived".formatted(chosen.size() - left, chosen.size()));
            return left == 0 ? ExitCode.COMPLETE : ExitCode.PARTIAL;
        });
    }

    @Command(description = "Forget letters for good.", mixinStandardHelpOptions = true)
    int drop(
            @Parameters(paramLabel = "ID", arity = "0..*", description = "the numbers that list shows") List<Long> ids,
            @Option(names = "--all", description = "all letters") boolean all) {
        return with(letters -> {
            out().println("%,d dropped".formatted(letters.remove(chosen(letters, ids, all))));
            return ExitCode.COMPLETE;
        });
    }

    private List<Long> chosen(DeadLetterRepository letters, List<Long> ids, boolean all) {
        if (all) {
            return letters.ids();
        }
        if (ids == null || ids.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "name the letters, or --all");
        }
        return letters.present(ids);
    }

    private int with(ToIntFunction<DeadLetterRepository> work) {
        try (var stored = StoredState.open(tourbus.overlay(Map.of()))) {
            return work.applyAsInt(stored.letters());
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static long last(List<StoredDeadLetter> page) {
        return page.get(page.size() - 1).id();
    }

    private static String json(StoredDeadLetter stored) {
        var letter = stored.letter();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", stored.id());
        fields.put("at", letter.at().toString());
        fields.put("stage", letter.stage().name().toLowerCase(Locale.ROOT));
        fields.put("source", letter.source());
        fields.put("entity", letter.entity());
        fields.put("run_id", letter.runId());
        fields.put("slice", letter.slice());
        fields.put("target", letter.target());
        fields.put("bytes", letter.payload().length);
        fields.put("attempts", letter.attempts());
        fields.put("reason", letter.reason());
        try {
            return new ObjectMapper().writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can always be written", e);
        }
    }

    private static String line(StoredDeadLetter stored) {
        DeadLetter letter = stored.letter();
        return "%6d  %s  %-9s  %s %s  %s  %,d bytes  %d attempts  %s"
                .formatted(
                        stored.id(),
                        letter.at(),
                        letter.stage().name().toLowerCase(Locale.ROOT),
                        letter.source(),
                        letter.entity(),
                        letter.target().isEmpty() ? "-" : letter.target(),
                        letter.payload().length,
                        letter.attempts(),
                        letter.reason());
    }
}

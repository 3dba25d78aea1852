package io.tourbus.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Finds options of a run that have no effect.
 *
 * @param options values by {@linkplain SettingsTable#runOptions() name}
 * @param typed the option that sets a key, as the user typed it
 */
public record RunOptionCheck(String job, Map<String, String> options, UnaryOperator<String> typed) {

    private static final String ONLY = "only";

    /** The first problem, on one line. */
    public Optional<String> problem() {
        return options.keySet().stream().flatMap(this::problems).findFirst();
    }

    private Stream<String> problems(String name) {
        var setting = SettingsTable.ofRunOption(name);
        var option = typed.apply(setting.key());
        return Stream.of(
                        otherJob(setting, option),
                        nothingToRead(setting, option, options.get(name)),
                        otherSource(setting, option))
                .flatMap(Optional::stream);
    }

    private Optional<String> otherJob(Setting setting, String option) {
        return Optional.of(setting.jobs())
                .filter(jobs -> !jobs.isEmpty() && !jobs.contains(job))
                .map(jobs -> "%s has no effect on %s. Use it with %s.".formatted(option, job, String.join(", ", jobs)));
    }

    private Optional<String> nothingToRead(Setting setting, String option, String value) {
        return Optional.of(Setting.items(value))
                .filter(items -> !items.isEmpty() && items.stream().allMatch(item -> setting.idle(item, job)))
                .map(items -> "%s %s leaves nothing to read for %s. Use another source, or remove it."
                        .formatted(option, value, job));
    }

    private Optional<String> otherSource(Setting setting, String option) {
        var only = Setting.items(options.getOrDefault(ONLY, ""));
        return setting.source()
                .filter(source -> isKnown(only) && !only.contains(source))
                .map(source -> "%s has no effect with %s %s. Remove one of them."
                        .formatted(
                                option,
                                typed.apply(SettingsTable.ofRunOption(ONLY).key()),
                                options.get(ONLY)));
    }

    /** Other names are reported when the settings are read, or are those of sources of the user. */
    private static boolean isKnown(List<String> sources) {
        return !sources.isEmpty() && SettingsTable.standardSources().containsAll(sources);
    }
}
